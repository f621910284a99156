import { describe, expect, test } from "vitest";
import { packMatrix, matmul } from "./matmul.ts";
import { Random } from "../statistics/random.ts";

const ROUNDING = 2 ** -24;

describe.each(["float64", "float32"] as const)("products summed in %s", (precision) => {
  test.each([
    [1, 1, 1],
    [2, 4, 12],
    [3, 8, 5],
    [5, 7, 13],
    [4, 128, 40],
    [7, 1025, 24],
  ])("of a %i × %i matrix and one of %i columns", (n, rows, columns) => {
    const random = new Random(rows);
    const a = Float32Array.from({ length: n * rows }, () => random.uniform());
    const b = Float32Array.from({ length: rows * columns }, () => random.uniform());
    const factor = packMatrix(b, [rows, columns], precision);
    const result = matmul(a, factor);
    const roundings = precision === "float64" ? 1 : rows + 1;
    expect(result).toHaveLength(n * columns);
    for (const [i, value] of result.entries()) {
      const [r, c] = [Math.floor(i / columns), i % columns];
      let sum = 0;
      for (let k = 0; k < rows; k++) sum += a[r * rows + k]! * b[k * columns + c]!;
      expect(Math.abs(value - sum)).toBeLessThanOrEqual(roundings * ROUNDING * sum);
    }
  });
});

test("no rows", () => {
  const ones = packMatrix(new Float32Array(6).fill(1), [3, 2], "float32");
  expect(matmul(new Float32Array(0), ones)).toHaveLength(0);
});
