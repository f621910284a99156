/**
 * Weighted sums of power: out[r, b] = sum over i of weights_b[i] * data[r, first_b + i]^2.
 * data: rows × columns float32; bands: for each band its first column and the number of its weights (u32); weights: float32, band after band;
 * out: rows × count float32.
 */
export function bandPower(
  data: usize,
  rows: i32,
  columns: i32,
  bands: usize,
  count: i32,
  weights: usize,
  out: usize,
): void {
  const end = bands + (<usize>count << 3);
  for (let r = 0; r < rows; r++, data += <usize>columns << 2) {
    let w = weights;
    for (let b = bands; b < end; b += 8, out += 4) {
      let p = data + (<usize>load<u32>(b) << 2);
      const stop = w + (<usize>load<u32>(b, 4) << 2);
      let sums = f32x4.splat(0);
      for (; w + 16 <= stop; w += 16, p += 16) {
        const x = v128.load(p);
        sums = f32x4.add(sums, f32x4.mul(f32x4.mul(x, x), v128.load(w)));
      }
      const halves = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 2, 3, 0, 1));
      let sum = f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1);
      for (; w < stop; w += 4, p += 4) {
        const x = load<f32>(p);
        sum += x * x * load<f32>(w);
      }
      store<f32>(out, sum);
    }
  }
}
