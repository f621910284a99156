import { AffektError } from "../errors.ts";
import type { Matrix } from "../math/matrix.ts";

/** The distinct labels, sorted as scikit-learn's `classes_`. */
export function distinctLabels(y: readonly string[]): string[] {
  return [...new Set(y)].sort();
}

/** Each label's index in `labels`. Errors: `bad-data` where one is not among them. */
export function labelIndices(y: readonly string[], labels: readonly string[]): Uint32Array {
  const indices = new Map(labels.map((label, i) => [label, i]));
  return Uint32Array.from(y, (label) => {
    const index = indices.get(label);
    if (index === undefined) {
      throw new AffektError(
        "bad-data",
        `labels: "${label}" is not one of the classes of the training data (${labels.join(", ")})`,
      );
    }
    return index;
  });
}

/** One row a label: 1 in its class' column, else 0. */
export function oneHot(indices: Uint32Array, classes: number): Matrix {
  const data = new Float32Array(indices.length * classes);
  indices.forEach((index, row) => (data[row * classes + index] = 1));
  return { data, rows: indices.length, columns: classes };
}

/** The index of each row's highest value; the first of equals. */
export function highestColumns({ data, rows, columns }: Matrix): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => {
    const values = data.subarray(row * columns, (row + 1) * columns);
    return values.indexOf(Math.max(...values));
  });
}
