// In memory, from where constants are quicker than as immediates.
const LIMIT = memory.data<f32>([87]);
const LOG2E = memory.data<f32>([1.44269504]);
// the natural logarithm of 2 in two parts, of which the first has so few digits that its multiples are exact
const LN2_HIGH = memory.data<f32>([0.693359375]);
const LN2_LOW = memory.data<f32>([-2.12194440e-4]);
// Cephes' expf
const SERIES = memory.data<f32>([1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1]);

/** 1 / (1 + e^-x) of four float32. */
@inline
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/** The hyperbolic tangent of four float32, within 1e-7. */
@inline
export function tanh(x: v128): v128 {
  const one = f32x4.splat(1);
  const s = sigmoid(f32x4.add(x, x));
  return f32x4.sub(f32x4.add(s, s), one);
}

// e^x of four float32, within 2e-7 of its size; x beyond -87 to 87 counts as these.
@inline
function exponential(value: v128): v128 {
  const limit = constant(LIMIT);
  const x = f32x4.pmax(f32x4.neg(limit), f32x4.pmin(limit, value));
  const octaves = f32x4.nearest(f32x4.mul(x, constant(LOG2E)));
  let rest = f32x4.sub(x, f32x4.mul(octaves, constant(LN2_HIGH)));
  rest = f32x4.sub(rest, f32x4.mul(octaves, constant(LN2_LOW)));
  let sum = constant(SERIES);
  sum = f32x4.add(f32x4.mul(sum, rest), constant(SERIES + 4));
  sum = f32x4.add(f32x4.mul(sum, rest), constant(SERIES + 8));
  sum = f32x4.add(f32x4.mul(sum, rest), constant(SERIES + 12));
  sum = f32x4.add(f32x4.mul(sum, rest), constant(SERIES + 16));
  sum = f32x4.add(f32x4.mul(sum, rest), constant(SERIES + 20));
  const one = f32x4.splat(1);
  const mantissa = f32x4.add(f32x4.mul(f32x4.mul(sum, rest), rest), f32x4.add(rest, one));
  const exponent = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(octaves), i32x4.splat(127)), 23);
  return f32x4.mul(mantissa, exponent);
}

@inline
function constant(p: usize): v128 {
  return v128.load32_splat(p);
}
