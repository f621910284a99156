import { expect, test } from "vitest";
import { solvePositive } from "./cholesky.ts";
import { Random } from "../statistics/random.ts";

test.each([1, 2, 7, 30])("a positive definite system of %i equations is solved", (size) => {
  const random = new Random(size);
  const root = Array.from({ length: size }, () =>
    Array.from({ length: size }, () => random.normal()),
  );
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const matrix = root.map((a, r) => root.map((b, c) => product(a, b) + (r === c ? 0.1 : 0)));
  const wanted = [1, 2].map(() => Array.from({ length: size }, () => random.normal()));
  const sides = wanted.map((x) => Float64Array.from(matrix, (row) => product(row, x)));
  const lower = matrix.map((row, r) => row.map((value, c) => (c > r ? NaN : value)));
  const found = solvePositive({ data: Float64Array.from(lower.flat()), size }, sides);
  for (const [i, x] of wanted.entries()) {
    for (const [r, value] of x.entries()) expect(found![i]![r]).toBeCloseTo(value, 9);
  }
});

test.each([
  ["a column that is the sum of others", [2, 0, 0, 1, 3, 0, 3, 4, 7]],
  ["a zero", [1, 0, 0, 0, 0, 0, 0, 0, 1]],
  ["a negative eigenvalue", [1, 0, 0, 2, 1, 0, 0, 0, 1]],
])("a matrix with %s is refused", (_, data) => {
  const matrix = { data: Float64Array.from(data), size: 3 };
  expect(solvePositive(matrix, [new Float64Array(3)])).toBeUndefined();
});
