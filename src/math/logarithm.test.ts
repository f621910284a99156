import { expect, test } from "vitest";
import { toDecimalLogarithms } from "./logarithm.ts";

test.each([1, 2, 4001])("decimal logarithms of %i numbers from 1e-307 to 1e307", (count) => {
  const numbers = Float64Array.from({ length: count }, (_, i) =>
    Math.exp(((i + 1) / (count + 1) - 0.5) * 1414),
  );
  const logarithms = numbers.slice();
  toDecimalLogarithms(logarithms);
  for (const [i, x] of numbers.entries()) {
    expect(Math.abs(logarithms[i]! - Math.log10(x))).toBeLessThan(1e-12);
  }
});

test("around 1 no digits are lost", () => {
  const near = Float64Array.of(1, 1 + 1e-9, 1 - 1e-9, 1.001, 0.999, Math.SQRT2, Math.SQRT1_2);
  const logarithms = near.slice();
  toDecimalLogarithms(logarithms);
  for (const [i, x] of near.entries()) {
    const expected = Math.log1p(x - 1) / Math.LN10;
    expect(Math.abs(logarithms[i]! - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
  }
});

test("infinity and NaN stay", () => {
  const values = Float64Array.of(NaN, Infinity, 100);
  toDecimalLogarithms(values);
  expect([...values]).toEqual([NaN, Infinity, 2]);
});
