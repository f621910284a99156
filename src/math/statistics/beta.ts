/**
 * The cumulative distribution function of the beta distribution at x in [0, 1] for a, b > 0, which is the regularised incomplete beta
 * function. By the continued fraction of DLMF 8.17.22, on the side of the mean where it converges fast.
 */
export function betaCdf(x: number, a: number, b: number): number {
  const mean = a / (a + b);
  // x^a (1 - x)^b relative to its value at the mean, so that no power underflows
  const density = Math.exp(a * Math.log(x / mean) + b * Math.log((1 - x) / (1 - mean)));
  const below = 1 / (a * continuedFraction(mean, a, b));
  const above = 1 / (b * continuedFraction(1 - mean, b, a));
  const part =
    x <= mean
      ? density / (a * continuedFraction(x, a, b))
      : -density / (b * continuedFraction(1 - x, b, a));
  return (x <= mean ? 0 : 1) + part / (below + above);
}

// 1 + d1 / (1 + d2 / (1 + …)) by Lentz's method.
function continuedFraction(x: number, a: number, b: number): number {
  let value = 1;
  let c = 1;
  let d = 0;
  for (let n = 1, change = 0; Math.abs(change - 1) > 1e-15 && n < 10_000; n++) {
    const m = n >> 1;
    const term =
      n % 2 === 1
        ? (-(a + m) * (a + b + m) * x) / ((a + n - 1) * (a + n))
        : (m * (b - m) * x) / ((a + n - 1) * (a + n));
    d = 1 / (1 + term * d);
    c = 1 + term / c;
    change = c * d;
    value *= change;
  }
  return value;
}
