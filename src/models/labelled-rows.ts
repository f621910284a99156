import { AffektError } from "../errors.ts";
import { checkFinite } from "./finite-features.ts";
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

/** Errors: `bad-data` where there is not one label a row, or for a feature that is not a finite number; `what` says whose rows they are. */
export function checkLabelled(what: string, { X, y }: LabelledRows): void {
  if (X.rows !== y.length) {
    throw new AffektError("bad-data", `${what}: ${X.rows} rows of features but ${y.length} labels`);
  }
  checkFinite(what, X);
}
