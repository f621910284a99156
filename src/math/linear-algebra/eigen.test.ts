import { expect, test } from "vitest";
import { symmetricEigen } from "./eigen.ts";
import { Random } from "../statistics/random.ts";

test.each([1, 2, 7, 20])("a symmetric matrix of %d is made of its eigenvectors again", (size) => {
  const random = new Random(size);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = random.normal();
  }
  const { values, vectors } = symmetricEigen(matrix, size);
  const at = (of: (k: number) => number): number =>
    Array.from({ length: size }, (_, k) => of(k)).reduce((a, b) => a + b, 0);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const [a, b] = [i * size, j * size];
      expect(at((k) => vectors[a + k]! * values[k]! * vectors[b + k]!)).toBeCloseTo(
        matrix[a + j]!,
        12,
      );
      expect(at((k) => vectors[k * size + i]! * vectors[k * size + j]!)).toBeCloseTo(
        i === j ? 1 : 0,
        12,
      );
    }
  }
});

test("a diagonal matrix is left as it is", () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 0, 0, -1), 2);
  expect([...values, ...vectors]).toEqual([2, -1, 1, 0, 0, 1]);
});
