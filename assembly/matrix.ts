/**
 * out[i, j] = sum over k of a[i, k] * b[j, k], summed in float64; k a multiple of 4.
 * a: rows × k float32, b: columns × k float64, out: rows × columns float32.
 */
export function multiplyTransposed(
  a: usize,
  b: usize,
  rows: i32,
  columns: i32,
  k: i32,
  out: usize,
): void {
  const row = <usize>k << 2;
  for (let i = 0; i < rows; i++) {
    const start = a + <usize>i * row;
    const end = start + row;
    let q = b;
    for (let j = 0; j < columns; j++) {
      let even = f64x2.splat(0);
      let odd = f64x2.splat(0);
      for (let p = start; p < end; p += 16, q += 32) {
        const x = f64x2.promote_low_f32x4(v128.load64_zero(p));
        const y = f64x2.promote_low_f32x4(v128.load64_zero(p, 8));
        even = f64x2.add(even, f64x2.mul(x, v128.load(q)));
        odd = f64x2.add(odd, f64x2.mul(y, v128.load(q, 16)));
      }
      const sum = f64x2.add(even, odd);
      store<f32>(out, <f32>(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
      out += 4;
    }
  }
}
