import { AffektError } from "../errors.ts";
import type { Matrix } from "../math/matrix.ts";

/** What a network learns from, row by row. */
export interface TrainingRows {
  /** Normalised features; a row is reshaped to the network's input. */
  readonly features: Matrix;
  /** One-hot classes or any distributions over them; numbers for a loss of numbers. */
  readonly targets: Matrix;
  /** How much each row counts, from 0; default 1 each. */
  readonly weights?: Float32Array;
  /** How many time steps of each row are no padding, for a network with lengths. */
  readonly lengths?: Float32Array;
}

/** Errors: `invalid-argument` where counts of rows differ, a weight is no finite number from 0, or none is above it, or where lengths are missing or not taken. */
export function checkRows(
  { features, targets, weights, lengths }: TrainingRows,
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
    if (count === undefined || count === features.rows) continue;
    throw new AffektError(
      "invalid-argument",
      `training: there must be as many ${name} as rows of features (${features.rows}), got ${count}`,
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
