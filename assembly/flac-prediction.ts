// Turns residuals into samples in place (RFC 9639, sections 9.2.5 and 9.2.6), int32.

/** Fixed polynomial predictors of order 0 to 4. */
export function restoreFixed(samples: usize, size: i32, order: i32): void {
  const end = samples + (<usize>size << 2);
  let p = samples + (<usize>order << 2);
  if (order === 1) {
    let a = load<i32>(samples);
    for (; p < end; p += 4) {
      a += load<i32>(p);
      store<i32>(p, a);
    }
  } else if (order === 2) {
    let b = load<i32>(samples);
    let a = load<i32>(samples, 4);
    for (; p < end; p += 4) {
      const sample = load<i32>(p) + 2 * a - b;
      store<i32>(p, sample);
      b = a;
      a = sample;
    }
  } else if (order === 3) {
    let c = load<i32>(samples);
    let b = load<i32>(samples, 4);
    let a = load<i32>(samples, 8);
    for (; p < end; p += 4) {
      const sample = load<i32>(p) + 3 * (a - b) + c;
      store<i32>(p, sample);
      c = b;
      b = a;
      a = sample;
    }
  } else if (order === 4) {
    let d = load<i32>(samples);
    let c = load<i32>(samples, 4);
    let b = load<i32>(samples, 8);
    let a = load<i32>(samples, 12);
    for (; p < end; p += 4) {
      const sample = load<i32>(p) + 4 * (a + c) - 6 * b - d;
      store<i32>(p, sample);
      d = c;
      c = b;
      b = a;
      a = sample;
    }
  }
}

/**
 * A linear predictor of order 1 to 32. coefficients: int32, zeros after `order` up to 32, the first weighs the newest sample.
 * `isNarrow`: whether the sums fit 32 bits.
 */
export function restoreLinear(
  samples: usize,
  size: i32,
  order: i32,
  coefficients: usize,
  shift: i32,
  isNarrow: bool,
): void {
  const start = samples + (<usize>order << 2);
  const end = samples + (<usize>size << 2);
  if (isNarrow && order <= 6) restoreNarrow(samples, start, end, coefficients, shift, 1);
  else if (isNarrow && order <= 10) restoreNarrow(samples, start, end, coefficients, shift, 2);
  else if (isNarrow && order <= 14) restoreNarrow(samples, start, end, coefficients, shift, 3);
  else restoreWide(start, end, order, coefficients, shift);
}

/**
 * The two newest samples are weighed one by one; each sample is weighed for all later ones at once as soon as it is known:
 * lane j of the sums belongs to the sample three and j places on.
 */
// @ts-ignore: decorator
@inline
function restoreNarrow(
  samples: usize,
  start: usize,
  end: usize,
  coefficients: usize,
  shift: i32,
  vectors: i32,
): void {
  const c0 = load<i32>(coefficients);
  const c1 = load<i32>(coefficients, 4);
  const weightsA = v128.load(coefficients, 8);
  const weightsB = v128.load(coefficients, 24);
  const weightsC = v128.load(coefficients, 40);
  let sumA = i32x4.splat(0);
  let sumB = i32x4.splat(0);
  let sumC = i32x4.splat(0);
  let newest = 0;
  let newer = 0;
  // what the samples before the two newest add to the next three samples
  let first = 0;
  let second = 0;
  let third = 0;
  for (let p = samples; p < end; p += 4) {
    let sample = load<i32>(p);
    if (p >= start) {
      sample += (first + c1 * newer + c0 * newest) >> shift;
      store<i32>(p, sample);
    }
    newer = newest;
    newest = sample;
    first = second;
    second = third;
    const splat = i32x4.splat(sample);
    sumA = i32x4.add(sumA, i32x4.mul(splat, weightsA));
    third = i32x4.extract_lane(sumA, 0);
    if (vectors > 1) {
      sumB = i32x4.add(sumB, i32x4.mul(splat, weightsB));
      sumA = v128.shuffle<i32>(sumA, sumB, 1, 2, 3, 4);
    } else {
      sumA = v128.shuffle<i32>(sumA, sumB, 1, 2, 3, 4);
    }
    if (vectors > 2) {
      sumC = i32x4.add(sumC, i32x4.mul(splat, weightsC));
      sumB = v128.shuffle<i32>(sumB, sumC, 1, 2, 3, 4);
      sumC = v128.shuffle<i32>(sumC, i32x4.splat(0), 1, 2, 3, 4);
    } else if (vectors > 1) {
      sumB = v128.shuffle<i32>(sumB, sumC, 1, 2, 3, 4);
    }
  }
}

function restoreWide(start: usize, end: usize, order: i32, coefficients: usize, shift: i32): void {
  const last = coefficients + (<usize>order << 2);
  for (let p = start; p < end; p += 4) {
    let sum: i64 = 0;
    for (let c = coefficients, q = p - 4; c < last; c += 4, q -= 4) {
      sum += <i64>load<i32>(c) * <i64>load<i32>(q);
    }
    store<i32>(p, load<i32>(p) + <i32>(sum >> shift));
  }
}
