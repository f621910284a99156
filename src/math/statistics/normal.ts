import { erfc } from "./erf.ts";

const LOG_SQRT_TAU = Math.log(2 * Math.PI) / 2;

/** The share of the standard normal distribution below x. */
export function normalCdf(x: number): number {
  return erfc(-x * Math.SQRT1_2) / 2;
}

/** The logarithm of the density of the standard normal distribution. */
export function logNormalDensity(x: number): number {
  return (-x * x) / 2 - LOG_SQRT_TAU;
}

/** Below this, the distribution's share is computed by its asymptotic series. */
const FAR = -20;

/** The logarithm of `normalCdf`, exact also far out. */
export function logNormalCdf(x: number): number {
  if (x > 0) return Math.log1p(-normalCdf(-x));
  if (x > FAR) return Math.log(normalCdf(x));
  // Abramowitz & Stegun 26.2.12: density / |x| · (1 - 1/x² + 1·3/x⁴ - …)
  const inverse = 1 / (x * x);
  let sum = 1;
  let term = 1;
  for (let i = 1; Math.abs(term) > Number.EPSILON; i++) {
    term *= -(2 * i - 1) * inverse;
    sum += term;
  }
  return logNormalDensity(x) - Math.log(-x) + Math.log(sum);
}

/** The logarithm of the standard normal distribution's share in [a, b]. */
export function logNormalMass(a: number, b: number): number {
  if (a > 0) return logNormalMass(-b, -a);
  if (b > 0) return Math.log1p(-normalCdf(a) - normalCdf(-b));
  const high = logNormalCdf(b);
  return high + Math.log1p(-Math.exp(logNormalCdf(a) - high));
}

const LOG_HALF = -Math.LN2;

/** The x whose `logNormalCdf` is y; found by Newton's method. */
export function inverseLogNormalCdf(y: number): number {
  // in the upper half by symmetry, since there the share itself is near 1
  if (y > LOG_HALF) return -inverseLogNormalCdf(Math.log(-Math.expm1(y)));
  if (y === -Infinity) return y;
  let x =
    y < -5
      ? -Math.sqrt(-2 * (y + LOG_SQRT_TAU))
      : (-Math.sqrt(3) / Math.PI) * Math.log(Math.expm1(-y));
  for (let step = Infinity, i = 0; Math.abs(step) > 1e-10 * Math.abs(x) && i < 100; i++) {
    const log = logNormalCdf(x);
    step = (log - y) * Math.exp(log - logNormalDensity(x));
    x -= step;
  }
  return x;
}

/** The quantile of the standard normal distribution that is cut to [a, b]. */
export function truncatedNormalQuantile(q: number, a: number, b: number): number {
  if (a >= 0) return -truncatedNormalQuantile(1 - q, -b, -a);
  const log = logOfSum(logNormalCdf(a), Math.log(q) + logNormalMass(a, b));
  return Math.min(b, Math.max(a, inverseLogNormalCdf(log)));
}

function logOfSum(a: number, b: number): number {
  const high = Math.max(a, b);
  return high === -Infinity ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high));
}
