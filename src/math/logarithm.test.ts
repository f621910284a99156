import { describe, expect, test } from "vitest";
import { Random } from "./statistics/random.ts";
import { scaledLogarithms } from "./logarithm.ts";

function decimalLogarithms<T extends Float32Array | Float64Array>(numbers: T, least: number): T {
  return scaledLogarithms(numbers, least, () => ({ factor: 1, offset: 0, floor: -Infinity }));
}

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

describe.each<[string, (numbers: readonly number[]) => Float32Array | Float64Array]>([
  ["float32", (numbers) => Float32Array.from(numbers)],
  ["float64", (numbers) => Float64Array.from(numbers)],
])("a scale in %s", (_, arrayOf) => {
  test.each([0, 1, 2, 3, 4, 5, 9, 4001])("of %i numbers", (count) => {
    const random = new Random(count);
    const numbers = arrayOf(Array.from({ length: count }, () => 10 ** (12 * random.uniform() - 6)));
    const seen: number[] = [];
    const found = scaledLogarithms(numbers, 1e-3, (largest) => {
      seen.push(largest);
      return { factor: 10, offset: 3, floor: -20 };
    });
    expect(seen).toEqual([Math.max(1e-3, ...numbers)]);
    expect(found).toHaveLength(count);
    for (const [i, level] of found.entries()) {
      const expected = Math.max(-20, 10 * Math.log10(Math.max(1e-3, numbers[i]!)) - 3);
      expect(level).toBeCloseTo(expected, 5);
    }
  });

  test("numbers that are none are not the largest", () => {
    const seen: number[] = [];
    const numbers = arrayOf([NaN, 2, NaN, 3, NaN, 1, NaN, NaN, NaN]);
    scaledLogarithms(numbers, 1e-3, (largest) => {
      seen.push(largest);
      return { factor: 1, offset: 0, floor: 0 };
    });
    scaledLogarithms(arrayOf([NaN]), 0.5, (largest) => {
      seen.push(largest);
      return { factor: 1, offset: 0, floor: 0 };
    });
    expect(seen).toEqual([3, 0.5]);
  });
});
