/** The remainder of x / n with the sign of n, as numpy's `mod`. */
export function modulo(x: number, n: number): number {
  return x - n * Math.floor(x / n);
}

/** The nearest integer, of two equally near ones the even one, as numpy's `round`. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** The greatest common divisor of two integers from 0. */
export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
