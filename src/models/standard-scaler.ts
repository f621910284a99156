import { AffektError } from "../errors.ts";
import type { Matrix } from "../math/matrix.ts";

/** What brings each column to mean 0 and standard deviation 1: `(x - mean) / scale`. */
export interface StandardScaler {
  readonly mean: Float32Array;
  /** The population's standard deviation; 1 for a column that does not vary. */
  readonly scale: Float32Array;
}

/** Measures the columns, as scikit-learn's `StandardScaler.fit`. Errors: `bad-data` where there are no rows. */
export function fitScaler({ data, rows, columns }: Matrix): StandardScaler {
  if (rows === 0)
    throw new AffektError("bad-data", "standard scaler: there are no rows to learn from");
  const means = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) means[i % columns]! += data[i]! / rows;
  for (let i = 0; i < data.length; i++)
    squares[i % columns]! += (data[i]! - means[i % columns]!) ** 2;
  const scale = Float32Array.from(squares, (sum, c) => {
    const variance = sum / rows;
    return isConstant(variance, means[c]!, rows) ? 1 : Math.sqrt(variance);
  });
  return { mean: Float32Array.from(means), scale };
}

/** Whether a variance is no more than rounding, by scikit-learn's bound. */
function isConstant(variance: number, mean: number, rows: number): boolean {
  const { EPSILON } = Number;
  return variance <= rows * EPSILON * variance + (rows * mean * EPSILON) ** 2;
}

/** The columns scaled, in a new matrix. */
export function scaleFeatures({ mean, scale }: StandardScaler, matrix: Matrix): Matrix {
  const { columns } = matrix;
  const data = matrix.data.map((value, i) => (value - mean[i % columns]!) / scale[i % columns]!);
  return { ...matrix, data };
}
