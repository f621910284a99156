import { expect, test } from "vitest";
import { gramPolynomials } from "./gram-polynomials.ts";

test.each([
  [9, 4],
  [1025, 3],
  [4, 3],
])(
  "on %i points the polynomials to degree %i are orthogonal and what their coefficients say",
  (count, order) => {
    const polynomials = gramPolynomials(count, order);
    expect(polynomials).toHaveLength(order + 1);
    for (const [degree, { values, coefficients, energy }] of polynomials.entries()) {
      expect(coefficients).toHaveLength(degree + 1);
      expect(coefficients.at(-1)).toBe(1);
      for (const { values: others, energy: otherEnergy } of polynomials.slice(0, degree)) {
        const product = values.reduce((sum, value, i) => sum + value * others[i]!, 0);
        expect(Math.abs(product)).toBeLessThan(1e-12 * Math.sqrt(energy * otherEnergy));
      }
      for (const i of [0, 1, count - 1]) {
        const x = i - (count - 1) / 2;
        const value = coefficients.reduce((sum, c, power) => sum + c * x ** power, 0);
        expect(values[i]! / Math.sqrt(energy)).toBeCloseTo(value / Math.sqrt(energy), 10);
      }
    }
  },
);
