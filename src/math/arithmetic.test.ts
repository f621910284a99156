import { expect, test } from "vitest";
import { modulo, roundHalfEven } from "./arithmetic.ts";

test.each([
  [7, 3, 1],
  [-7, 3, 2],
  [-0.25, 1, 0.75],
  [-6, 3, 0],
])("%d modulo %d is %d", (x, n, expected) => {
  expect(modulo(x, n)).toBe(expected);
});

test.each([
  [0.5, 0],
  [1.5, 2],
  [2.5, 2],
  [-0.5, 0],
  [2.4, 2],
  [2.6, 3],
])("%d rounds to %d", (x, expected) => {
  expect(roundHalfEven(x)).toBeCloseTo(expected, 15);
});
