import { expect, test } from "vitest";
import { decimalLogarithms } from "./logarithm.ts";

test.each([1, 2, 4001])("decimal logarithms of %i numbers from 1e-307 to 1e307", (count) => {
  const numbers = Float64Array.from({ length: count }, (_, i) =>
    Math.exp(((i + 1) / (count + 1) - 0.5) * 1414),
  );
  const logarithms = decimalLogarithms(numbers, 1e-307);
  for (const [i, x] of numbers.entries()) {
    expect(Math.abs(logarithms[i]! - Math.log10(x))).toBeLessThan(1e-12);
  }
});

test("around 1 no digits are lost", () => {
  const near = Float64Array.of(1, 1 + 1e-9, 1 - 1e-9, 1.001, 0.999, Math.SQRT2, Math.SQRT1_2);
  for (const [i, logarithm] of decimalLogarithms(near, 0.5).entries()) {
    const expected = Math.log1p(near[i]! - 1) / Math.LN10;
    expect(Math.abs(logarithm - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
  }
});

test("powers of ten that float64 holds are exact", () => {
  const powers = Float32Array.of(1, 10, 100, 1e6, 1e10);
  expect([...decimalLogarithms(powers, 0.1)]).toEqual([0, 1, 2, 6, 10]);
});

test("what is below the least counts as that, also NaN; infinity stays", () => {
  const numbers = Float64Array.of(NaN, Infinity, 0, -1, 1e-9, 100);
  expect([...decimalLogarithms(numbers, 0.01)]).toEqual([-2, Infinity, -2, -2, -2, 2]);
});
