/**
 * Weighted sums of power: out[r, b] = sum over i of weights_b[i] * data[r, first_b + i]^2, in float64.
 * data: rows × columns float32; bands: for each band its first column and the number of its weights, which is even (u32);
 * weights: float64, band after band; out: rows × count float32.
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
  for (let r = 0; r < rows; r++) {
    const row = data + (<usize>(r * columns) << 2);
    let w = weights;
    for (let b = bands; b < end; b += 8) {
      let p = row + (<usize>load<u32>(b) << 2);
      const stop = w + (<usize>load<u32>(b, 4) << 3);
      let sum = f64x2.splat(0);
      for (; w < stop; w += 16, p += 8) {
        const x = f64x2.promote_low_f32x4(v128.load64_zero(p));
        sum = f64x2.add(sum, f64x2.mul(f64x2.mul(x, x), v128.load(w)));
      }
      store<f32>(out, <f32>(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
      out += 4;
    }
  }
}
