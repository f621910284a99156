import { AffektError } from "../errors.ts";
import { checkFinite } from "./check-finite.ts";
import { type Matrix, selectRows } from "../math/linear-algebra/matrix.ts";

/** Rows of features with their labels. */
export interface LabelledRows {
  readonly X: Matrix;
  readonly y: readonly string[];
}

/** The given rows with their labels, in the given order. */
export function selectLabelled({ X, y }: LabelledRows, indices: readonly number[]): LabelledRows {
  return { X: selectRows(X, indices), y: indices.map((i) => y[i]!) };
}

/** @throws {AffektError} `bad-data` where there is not one label a row, or for a feature that is not a finite number. `owner` names the rows. */
export function checkLabelled(owner: string, { X, y }: LabelledRows): void {
  if (X.rows !== y.length) {
    throw new AffektError(
      "bad-data",
      `${owner}: ${X.rows} rows of features but ${y.length} labels`,
    );
  }
  checkFinite(owner, X);
}
