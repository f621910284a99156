import { AffektError } from "../errors.ts";
import type { Matrix } from "../math/linear-algebra/matrix.ts";

/** Rows that a network learns from. */
export interface TrainingRows {
  /** Scaled features. A row is reshaped to the network's input. */
  readonly X: Matrix;
  /** One-hot classes, or any distributions over them. Numbers for a loss of numbers. */
  readonly targets: Matrix;
  /** The weight of each row in the loss, from 0; default 1. */
  readonly weights?: Float32Array;
  /** The frames of each row that are not padding, for a network with lengths. */
  readonly lengths?: Float32Array;
}

/** @throws {AffektError} `invalid-argument` for numbers of rows that differ, weights that are not finite numbers from 0 or all 0, and lengths that are missing or not taken. */
export function checkRows(
  { X, targets, weights, lengths }: TrainingRows,
  takesLengths: boolean,
): void {
  if (takesLengths !== (lengths !== undefined)) {
    throw new AffektError(
      "invalid-argument",
      `training: the network takes ${takesLengths ? "the length of each row, but there are none" : "no lengths, but there are some"}`,
    );
  }
  const counts = { targets: targets.rows, weights: weights?.length, lengths: lengths?.length };
  for (const [name, count] of Object.entries(counts)) {
    if (count === undefined || count === X.rows) continue;
    throw new AffektError(
      "invalid-argument",
      `training: there must be as many ${name} as rows of features (${X.rows}), got ${count}`,
    );
  }
  const bad = weights?.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight))) ?? -1;
  if (bad >= 0) {
    throw new AffektError(
      "invalid-argument",
      `training: every weight must be a number from 0, got ${weights?.[bad]} for row ${bad}`,
    );
  }
  if (weights?.every((weight) => weight === 0)) {
    throw new AffektError("invalid-argument", "training: the weight of every row is 0");
  }
}
