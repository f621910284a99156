import { AffektError } from "../../errors.ts";
import type { Matrix } from "../../math/linear-algebra/matrix.ts";

/** Scales each column, of sequences each value of a frame, to mean 0 and standard deviation 1: `(x - mean) / scale`. */
export interface StandardScaler {
  readonly mean: Float32Array;
  /** The population's standard deviation, or 1 for a column that does not vary. */
  readonly scale: Float32Array;
}

/**
 * Measures the columns, as scikit-learn's `StandardScaler.fit`; of sequences all frames but the padding.
 * @throws {AffektError} `bad-data` where there are no rows.
 */
export function fitScaler(matrix: Matrix): StandardScaler {
  const { data, columns, sequences } = matrix;
  const width = sequences?.width ?? columns;
  const ranges = filledRanges(matrix);
  const count = ranges.reduce((sum, [start, end]) => sum + (end - start) / width, 0);
  if (count === 0) {
    throw new AffektError("bad-data", "standard scaler: there are no rows to learn from");
  }
  const means = new Float64Array(width);
  const squares = new Float64Array(width);
  for (const [start, end] of ranges) {
    for (let i = start; i < end; i++) means[(i - start) % width]! += data[i]! / count;
  }
  for (const [start, end] of ranges) {
    for (let i = start; i < end; i++) {
      const c = (i - start) % width;
      squares[c]! += (data[i]! - means[c]!) ** 2;
    }
  }
  const scale = Float32Array.from(squares, (sum, c) => {
    const variance = sum / count;
    return isConstant(variance, means[c]!, count) ? 1 : Math.sqrt(variance);
  });
  return { mean: Float32Array.from(means), scale };
}

/** The range of each row's values in the data, without padding. */
function filledRanges({ rows, columns, sequences }: Matrix): (readonly [number, number])[] {
  return Array.from({ length: rows }, (_, row) => {
    const start = row * columns;
    const filled = sequences === undefined ? columns : sequences.lengths[row]! * sequences.width;
    return [start, start + filled];
  });
}

/** Whether a variance is no more than rounding, by scikit-learn's bound. */
function isConstant(variance: number, mean: number, rows: number): boolean {
  const { EPSILON } = Number;
  return variance <= rows * EPSILON * variance + (rows * mean * EPSILON) ** 2;
}

/** A matrix with scaled columns. Its padding is 0. */
export function scaleFeatures({ mean, scale }: StandardScaler, matrix: Matrix): Matrix {
  const width = mean.length;
  const data = new Float32Array(matrix.data.length);
  for (const [start, end] of filledRanges(matrix)) {
    for (let i = start; i < end; i++) {
      const c = (i - start) % width;
      data[i] = (matrix.data[i]! - mean[c]!) / scale[c]!;
    }
  }
  return { ...matrix, data };
}
