import { expect, test } from "vitest";
import { concatRows, matrixFromRows, rowOf, selectRows } from "./matrix.ts";

const matrix = matrixFromRows([
  [1, 2],
  [3, 4],
  [5, 6],
]);

test("rows stand one after the other", () => {
  expect(matrix).toEqual({ data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, columns: 2 });
  expect(rowOf(matrix, 1)).toEqual(Float32Array.of(3, 4));
  expect(matrixFromRows([])).toEqual({ data: new Float32Array(0), rows: 0, columns: 0 });
});

test("selected rows are copies, in the order asked for, also more than once", () => {
  const selected = selectRows(matrix, [2, 0, 2]);
  expect(selected.data).toEqual(Float32Array.of(5, 6, 1, 2, 5, 6));
  selected.data[0] = 9;
  expect(matrix.data[4]).toBe(5);
});

test("rows of different lengths are refused", () => {
  expect(() => matrixFromRows([[1, 2], [3]])).toThrowError(
    "matrix: row 1 has 1 values where the rows before it have 2",
  );
});

test("rows are appended to others with the lengths of their sequences", () => {
  const sequences = { width: 1, lengths: Uint32Array.of(2, 1, 2) };
  const more = { ...matrixFromRows([[7, 8]]), sequences: { width: 1, lengths: Uint32Array.of(1) } };
  expect(concatRows({ ...matrix, sequences }, more)).toEqual({
    data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
    rows: 4,
    columns: 2,
    sequences: { width: 1, lengths: Uint32Array.of(2, 1, 2, 1) },
  });
  expect(concatRows(matrix, matrixFromRows([]))).toEqual(matrix);
});
