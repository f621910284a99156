import { type Matrix, rowOf } from "../linear-algebra/matrix.ts";
import type { Symmetric } from "../linear-algebra/cholesky.ts";

/** First and second moments of the rows of a matrix. */
export interface Moments {
  /** The sum of the rows' weights. */
  readonly weight: number;
  /** [columns] */
  readonly mean: Float64Array;
  /** The lower triangle of Σ weight · (x - mean) · (x - mean)ᵀ, not normalised. */
  readonly scatter: Symmetric;
}

/** The weighted mean of the rows of a matrix and their scatter around it. Weights are 1 by default. */
export function momentsOf(matrix: Matrix, weights?: ArrayLike<number>): Moments {
  const { columns, rows } = matrix;
  const weightOf = (row: number): number => weights?.[row] ?? 1;
  const mean = new Float64Array(columns);
  let weight = 0;
  for (let row = 0; row < rows; row++) {
    weight += weightOf(row);
    addScaled(mean, 0, weightOf(row), rowOf(matrix, row), columns);
  }
  for (let c = 0; c < columns; c++) mean[c]! /= weight;
  const data = new Float64Array(columns * columns);
  for (let row = 0; row < rows; row++) {
    const centred = Float64Array.from(rowOf(matrix, row), (value, c) => value - mean[c]!);
    for (let r = 0; r < columns; r++) {
      addScaled(data, r * columns, weightOf(row) * centred[r]!, centred, r + 1);
    }
  }
  return { weight, mean, scatter: { data, size: columns } };
}

/** Adds `share` times the first `count` values to those of `sum` from `start` on. */
function addScaled(
  sum: Float64Array,
  start: number,
  share: number,
  values: Float32Array | Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) sum[start + i]! += share * values[i]!;
}
