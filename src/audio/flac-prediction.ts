const MAX_SHORT_ORDER = 12;

/** Turns residuals into samples in place: fixed polynomial predictors of order 0 to 4 (RFC 9639, section 9.2.5). */
export function restoreFixed(samples: Int32Array, size: number, order: number): void {
  if (order === 1) {
    for (let i = 1; i < size; i++) samples[i]! += samples[i - 1]!;
  } else if (order === 2) {
    for (let i = 2; i < size; i++) samples[i]! += 2 * samples[i - 1]! - samples[i - 2]!;
  } else if (order === 3) {
    for (let i = 3; i < size; i++) {
      samples[i]! += 3 * (samples[i - 1]! - samples[i - 2]!) + samples[i - 3]!;
    }
  } else if (order === 4) {
    for (let i = 4; i < size; i++) {
      samples[i]! +=
        4 * (samples[i - 1]! + samples[i - 3]!) - 6 * samples[i - 2]! - samples[i - 4]!;
    }
  }
}

/**
 * Turns residuals into samples in place: a linear predictor (RFC 9639, section 9.2.6). `coefficients[0]` weighs the newest
 * sample. `bits` is the width of a sample and of a coefficient added up; it decides whether 32-bit sums are exact.
 */
export function restoreLinear(
  samples: Int32Array,
  size: number,
  coefficients: Int32Array,
  shift: number,
  bits: number,
): void {
  const order = coefficients.length;
  if (bits + Math.ceil(Math.log2(order)) <= 32) {
    if (order <= MAX_SHORT_ORDER) restoreShort(samples, size, coefficients, shift);
    else restoreLong(samples, size, coefficients, shift);
  } else {
    restoreWide(samples, size, coefficients, shift);
  }
}

/** Up to twelve coefficients and as many samples in local variables, the newest product added last: three times as fast. */
function restoreShort(
  samples: Int32Array,
  size: number,
  coefficients: Int32Array,
  shift: number,
): void {
  const order = coefficients.length;
  const newest = (back: number): number => (back <= order ? samples[order - back]! : 0);
  const [
    c0 = 0,
    c1 = 0,
    c2 = 0,
    c3 = 0,
    c4 = 0,
    c5 = 0,
    c6 = 0,
    c7 = 0,
    c8 = 0,
    c9 = 0,
    c10 = 0,
    c11 = 0,
  ] = coefficients;
  let s0 = newest(1);
  let s1 = newest(2);
  let s2 = newest(3);
  let s3 = newest(4);
  let s4 = newest(5);
  let s5 = newest(6);
  let s6 = newest(7);
  let s7 = newest(8);
  let s8 = newest(9);
  let s9 = newest(10);
  let s10 = newest(11);
  let s11 = newest(12);
  for (let i = order; i < size; i++) {
    let sum = Math.imul(c11, s11);
    sum = (sum + Math.imul(c10, s10)) | 0;
    sum = (sum + Math.imul(c9, s9)) | 0;
    sum = (sum + Math.imul(c8, s8)) | 0;
    sum = (sum + Math.imul(c7, s7)) | 0;
    sum = (sum + Math.imul(c6, s6)) | 0;
    sum = (sum + Math.imul(c5, s5)) | 0;
    sum = (sum + Math.imul(c4, s4)) | 0;
    sum = (sum + Math.imul(c3, s3)) | 0;
    sum = (sum + Math.imul(c2, s2)) | 0;
    sum = (sum + Math.imul(c1, s1)) | 0;
    sum = (sum + Math.imul(c0, s0)) | 0;
    s11 = s10;
    s10 = s9;
    s9 = s8;
    s8 = s7;
    s7 = s6;
    s6 = s5;
    s5 = s4;
    s4 = s3;
    s3 = s2;
    s2 = s1;
    s1 = s0;
    s0 = (samples[i]! + (sum >> shift)) | 0;
    samples[i] = s0;
  }
}

function restoreLong(
  samples: Int32Array,
  size: number,
  coefficients: Int32Array,
  shift: number,
): void {
  const order = coefficients.length;
  for (let i = order; i < size; i++) {
    let sum = 0;
    for (let j = 0, at = i - 1; j < order; j++, at--) {
      sum = (sum + Math.imul(coefficients[j]!, samples[at]!)) | 0;
    }
    samples[i]! += sum >> shift;
  }
}

/** Sums of up to 53 bits, exact in floating point. */
function restoreWide(
  samples: Int32Array,
  size: number,
  coefficients: Int32Array,
  shift: number,
): void {
  const order = coefficients.length;
  const scale = 2 ** -shift;
  for (let i = order; i < size; i++) {
    let sum = 0;
    for (let j = 0, at = i - 1; j < order; j++, at--) sum += coefficients[j]! * samples[at]!;
    samples[i]! += Math.floor(sum * scale);
  }
}
