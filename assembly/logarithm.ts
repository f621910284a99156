// In memory, from where constants are quicker than as immediates.
const FRACTIONS = memory.data<f64>([
  0.06666666666666667, 0.07692307692307693, 0.09090909090909091, 0.1111111111111111, 0.14285714285714285, 0.2, 0.3333333333333333, 1.0,
]);
const SQRT2 = memory.data<f64>([1.4142135623730951]);
const LOG2 = memory.data<f64>([0.3010299956639812]);
const TWICE_LOGE = memory.data<f64>([0.8685889638065037]);
const LARGEST = memory.data<f64>([f64.MAX_VALUE]);
const MANTISSA = memory.data<u64>([0x000fffffffffffff]);
const ONE_OCTAVE = memory.data<u64>([0x0010000000000000]);
// 2^52, whose last bits the exponent becomes, and what that is too much
const MAGIC = memory.data<u64>([0x4330000000000000]);
const EXCESS = memory.data<f64>([4503599627371519]);

/** The largest of count float32, or `least` if that is larger; NaN does not count. */
export function largest32(values: usize, count: i32, least: f64): f64 {
  let most = f32x4.splat(-Infinity);
  const end = values + (<usize>count << 2);
  for (; values + 16 <= end; values += 16) most = f32x4.pmax(most, v128.load(values));
  for (; values < end; values += 4) most = f32x4.pmax(most, v128.load32_splat(values));
  most = f32x4.pmax(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1));
  most = f32x4.pmax(most, v128.shuffle<f32>(most, most, 1, 0, 3, 2));
  const value = <f64>f32x4.extract_lane(most, 0);
  return value > least ? value : least;
}

/** The same of float64. */
export function largest64(values: usize, count: i32, least: f64): f64 {
  const end = values + (<usize>count << 3);
  for (; values < end; values += 8) if (load<f64>(values) > least) least = load<f64>(values);
  return least;
}

/**
 * factor * log10(x) - offset of count float32, to float32 at `out`, which may be the same place; not below `floor`. The logarithm is within 1e-12.
 * Numbers below `least` (positive and not subnormal) and NaN count as that, infinity stays. An odd number's neighbour is written, too.
 */
export function scaledLogarithms32(values: usize, count: i32, least: f64, factor: f64, offset: f64, floor: f64, out: usize): void {
  const lowest = f64x2.splat(least);
  const f = f64x2.splat(factor);
  const o = f64x2.splat(offset);
  const bottom = f64x2.splat(floor);
  for (const end = values + (<usize>count << 2); values < end; values += 8, out += 8) {
    const x = f64x2.promote_low_f32x4(v128.load64_zero(values));
    v128.store64_lane(out, f32x4.demote_f64x2_zero(scaled(x, lowest, f, o, bottom)), 0);
  }
}

/** The same of float64, to float64. */
export function scaledLogarithms64(values: usize, count: i32, least: f64, factor: f64, offset: f64, floor: f64, out: usize): void {
  const lowest = f64x2.splat(least);
  const f = f64x2.splat(factor);
  const o = f64x2.splat(offset);
  const bottom = f64x2.splat(floor);
  for (const end = values + (<usize>count << 3); values < end; values += 16, out += 16) {
    v128.store(out, scaled(v128.load(values), lowest, f, o, bottom));
  }
}

@inline
function scaled(x: v128, lowest: v128, factor: v128, offset: v128, floor: v128): v128 {
  const level = f64x2.sub(f64x2.mul(factor, decimalLogarithm(f64x2.pmax(lowest, x))), offset);
  return f64x2.pmax(level, floor);
}

// By the exponent and the series of 2 artanh((m - 1) / (m + 1)), the natural logarithm of m between 1 / sqrt 2 and sqrt 2.
@inline
function decimalLogarithm(x: v128): v128 {
  const one = constant(FRACTIONS + 56);
  const m = v128.or(v128.and(x, constant(MANTISSA)), one);
  const isLarge = f64x2.gt(m, constant(SQRT2));
  // half of m: one less in the exponent
  const n = i64x2.sub(m, v128.and(isLarge, constant(ONE_OCTAVE)));
  const exponent = f64x2.sub(v128.or(i64x2.shr_u(x, 52), constant(MAGIC)), constant(EXCESS));
  const octaves = f64x2.add(exponent, v128.and(isLarge, one));
  const s = f64x2.div(f64x2.sub(n, one), f64x2.add(n, one));
  const z = f64x2.mul(s, s);
  let sum = constant(FRACTIONS);
  sum = f64x2.add(f64x2.mul(sum, z), constant(FRACTIONS + 8));
  sum = f64x2.add(f64x2.mul(sum, z), constant(FRACTIONS + 16));
  sum = f64x2.add(f64x2.mul(sum, z), constant(FRACTIONS + 24));
  sum = f64x2.add(f64x2.mul(sum, z), constant(FRACTIONS + 32));
  sum = f64x2.add(f64x2.mul(sum, z), constant(FRACTIONS + 40));
  sum = f64x2.add(f64x2.mul(sum, z), constant(FRACTIONS + 48));
  sum = f64x2.add(f64x2.mul(sum, z), one);
  const mantissa = f64x2.mul(f64x2.mul(s, constant(TWICE_LOGE)), sum);
  const result = f64x2.add(f64x2.mul(octaves, constant(LOG2)), mantissa);
  return v128.bitselect(result, x, f64x2.le(x, constant(LARGEST)));
}

@inline
function constant(p: usize): v128 {
  return v128.load64_splat(p);
}
