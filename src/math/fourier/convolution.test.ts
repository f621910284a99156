import { expect, test } from "vitest";
import { convolve } from "./convolution.ts";
import { Random } from "../statistics/random.ts";

function numbers(length: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => random.normal());
}

/** By the definition. */
function naive(samples: Float32Array, filter: Float32Array): number[] {
  const sum = Array.from({ length: samples.length + filter.length - 1 }, () => 0);
  for (const [i, a] of samples.entries()) {
    for (const [j, b] of filter.entries()) sum[i + j]! += a * b;
  }
  return sum;
}

// blocks of 1024 - filter + 1, two at once: parts of one pair, one pair, and several
test.each([
  [1, 1],
  [5, 3],
  [3, 5],
  [1024, 1],
  [1000, 25],
  [1001, 25],
  [2001, 25],
  [5000, 700],
  [10, 2000],
])("%i samples with a filter of %i are the naive sum", (length, taps) => {
  const [samples, filter] = [numbers(length, 1), numbers(taps, 2)];
  const found = convolve(samples, filter);
  const wanted = naive(samples, filter);
  expect(found.length).toBe(wanted.length);
  expect(Math.max(...wanted.map((value, i) => Math.abs(value - found[i]!)))).toBeLessThan(1e-5);
});

test.each([
  [0, 3],
  [3, 0],
])("%i samples with a filter of %i are nothing", (length, taps) => {
  expect(convolve(new Float32Array(length), new Float32Array(taps)).length).toBe(0);
});

test("a filter that is too long is refused", () => {
  expect(() => convolve(new Float32Array(1), new Float32Array(524_289))).toThrow(
    "convolve: a filter has at most 524288 values, got 524289",
  );
});
