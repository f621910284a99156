/**
 * The polynomials of degree 0 to `order` that are orthogonal on `count` points of distance 1 around 0, with leading coefficients 1
 * (Gram's or discrete Chebyshev polynomials). By the three-term recurrence p[k + 1] = x p[k] - b p[k - 1], where b is the ratio of the
 * sums of squares of p[k] and p[k - 1].
 */
export function gramPolynomials(count: number, order: number): GramPolynomial[] {
  const points = Float64Array.from({ length: count }, (_, i) => i - (count - 1) / 2);
  const polynomials = [polynomial(new Float64Array(count).fill(1), [1])];
  while (polynomials.length <= order) {
    const here = polynomials.at(-1)!;
    const before = polynomials.at(-2);
    const ratio = before === undefined ? 0 : here.energy / before.energy;
    polynomials.push(
      polynomial(
        here.values.map((value, i) => points[i]! * value - ratio * (before?.values[i] ?? 0)),
        [0, ...here.coefficients].map((c, i) => c - ratio * (before?.coefficients[i] ?? 0)),
      ),
    );
  }
  return polynomials;
}

/** A polynomial on the points of `gramPolynomials`. */
export interface GramPolynomial {
  /** Its value at each point. */
  readonly values: Float64Array;
  /** From the constant on. */
  readonly coefficients: readonly number[];
  /** The values' sum of squares. */
  readonly energy: number;
}

function polynomial(values: Float64Array, coefficients: readonly number[]): GramPolynomial {
  return { values, coefficients, energy: values.reduce((sum, value) => sum + value * value, 0) };
}
