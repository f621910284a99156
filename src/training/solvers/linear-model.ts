import { rowOf } from "../../math/linear-algebra/matrix.ts";
import type { TrainingRows } from "../training-rows.ts";

/** One dense layer. */
export interface LinearModel {
  /** [columns, outputs] */
  readonly kernel: Float64Array;
  /** [outputs] */
  readonly bias: Float64Array;
}

/** A kernel [columns, outputs] of its columns. */
export function kernelOf(columns: readonly Float64Array[]): Float64Array {
  const outputs = columns.length;
  const kernel = new Float64Array(outputs * (columns[0]?.length ?? 0));
  for (const [c, values] of columns.entries()) {
    for (const [r, value] of values.entries()) kernel[r * outputs + c] = value;
  }
  return kernel;
}

/** The weighted mean of the rows' cross-entropies. */
export function meanCrossentropy(
  { kernel, bias }: LinearModel,
  { X, targets, weights }: TrainingRows,
): number {
  const outputs = bias.length;
  let [sum, total] = [0, 0];
  for (let row = 0; row < X.rows; row++) {
    const weight = weights?.[row] ?? 1;
    if (weight === 0) continue;
    const scores = Float64Array.from(bias);
    const values = rowOf(X, row);
    for (let r = 0; r < values.length; r++) {
      for (let c = 0; c < outputs; c++) scores[c]! += values[r]! * kernel[r * outputs + c]!;
    }
    const highest = Math.max(...scores);
    const logSum = highest + Math.log(scores.reduce((all, z) => all + Math.exp(z - highest), 0));
    for (const [c, share] of rowOf(targets, row).entries()) {
      if (share > 0) sum += weight * share * (logSum - scores[c]!);
    }
    total += weight;
  }
  return sum / total;
}
