// In memory, from where constants are quicker than as immediates.
const FRACTIONS = memory.data<f64>([
  0.06666666666666667, 0.07692307692307693, 0.09090909090909091, 0.1111111111111111, 0.14285714285714285, 0.2, 0.3333333333333333, 1.0,
]);
const SQRT2 = memory.data<f64>([1.4142135623730951]);
const LOG2 = memory.data<f64>([0.3010299956639812]);
const TWICE_LOGE = memory.data<f64>([0.8685889638065037]);

/**
 * The decimal logarithm of count positive normal float64, in place, within 1e-12; infinity and NaN stay. An odd number's neighbour is changed too.
 * By the exponent and the series of 2 artanh((m - 1) / (m + 1)), the natural logarithm of m between 1 / sqrt 2 and sqrt 2.
 */
export function logarithm(values: usize, count: i32): void {
  const mantissa = i64x2.splat(0x000fffffffffffff);
  // 2^52, whose last bits the exponent becomes, and what that is too much
  const magic = i64x2.splat(0x4330000000000000);
  const excess = f64x2.splat(4503599627370496 + 1023);
  const largest = f64x2.splat(f64.MAX_VALUE);
  const one = v128.load64_splat(FRACTIONS, 56);
  for (const end = values + (<usize>count << 3); values < end; values += 16) {
    const x = v128.load(values);
    const m = v128.or(v128.and(x, mantissa), one);
    const isLarge = f64x2.gt(m, v128.load64_splat(SQRT2));
    // half of m: one less in the exponent
    const n = i64x2.sub(m, v128.and(isLarge, i64x2.splat(0x0010000000000000)));
    const octaves = f64x2.add(
      f64x2.sub(v128.or(i64x2.shr_u(x, 52), magic), excess),
      v128.and(isLarge, one),
    );
    const s = f64x2.div(f64x2.sub(n, one), f64x2.add(n, one));
    const z = f64x2.mul(s, s);
    let sum = v128.load64_splat(FRACTIONS);
    sum = f64x2.add(f64x2.mul(sum, z), v128.load64_splat(FRACTIONS, 8));
    sum = f64x2.add(f64x2.mul(sum, z), v128.load64_splat(FRACTIONS, 16));
    sum = f64x2.add(f64x2.mul(sum, z), v128.load64_splat(FRACTIONS, 24));
    sum = f64x2.add(f64x2.mul(sum, z), v128.load64_splat(FRACTIONS, 32));
    sum = f64x2.add(f64x2.mul(sum, z), v128.load64_splat(FRACTIONS, 40));
    sum = f64x2.add(f64x2.mul(sum, z), v128.load64_splat(FRACTIONS, 48));
    sum = f64x2.add(f64x2.mul(sum, z), one);
    const result = f64x2.add(
      f64x2.mul(octaves, v128.load64_splat(LOG2)),
      f64x2.mul(f64x2.mul(s, v128.load64_splat(TWICE_LOGE)), sum),
    );
    // infinity and NaN stay
    v128.store(values, v128.bitselect(result, x, f64x2.le(x, largest)));
  }
}
