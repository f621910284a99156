import { type Matrix, selectRows } from "../math/matrix.ts";

/** Rows with their labels, one a row. */
export interface LabelledRows {
  readonly X: Matrix;
  readonly y: readonly string[];
}

/** The given rows with their labels, in the given order. */
export function selectLabelled({ X, y }: LabelledRows, indices: readonly number[]): LabelledRows {
  return { X: selectRows(X, indices), y: indices.map((i) => y[i]!) };
}
