import { AffektError } from "../errors.ts";

/** Counts of clips by class, a square matrix: `confusion[true][predicted]`. */
export type Confusion = readonly (readonly number[])[];

/**
 * Counts of clips by true (row) and predicted (column) class, as scikit-learn's `confusion_matrix`.
 * Both arguments hold an index in [0, classes) for each clip.
 * @throws {AffektError} `invalid-argument` where lengths differ or an index is out of range.
 */
export function confusionMatrix(
  trueIndices: ArrayLike<number>,
  predictedIndices: ArrayLike<number>,
  classes: number,
): number[][] {
  const flat = new Float64Array(classes * classes);
  for (const cell of confusionCells(trueIndices, predictedIndices, classes)) flat[cell]!++;
  return unflatten(flat, classes);
}

/** The cell of each clip: `true * classes + predicted`. @throws as `confusionMatrix`. */
export function confusionCells(
  trueIndices: ArrayLike<number>,
  predictedIndices: ArrayLike<number>,
  classes: number,
): Uint32Array {
  if (trueIndices.length !== predictedIndices.length) {
    throw new AffektError(
      "invalid-argument",
      `confusion matrix: ${trueIndices.length} true labels but ${predictedIndices.length} predicted ones; give one of each per clip`,
    );
  }
  return Uint32Array.from(trueIndices, (trueIndex, i) => {
    const predicted = predictedIndices[i]!;
    for (const index of [trueIndex, predicted]) {
      if (!Number.isInteger(index) || index < 0 || index >= classes) {
        throw new AffektError(
          "invalid-argument",
          `confusion matrix: labels must be integers in [0, ${classes - 1}], got ${index} for clip ${i}`,
        );
      }
    }
    return trueIndex * classes + predicted;
  });
}

/** A confusion matrix from its row-major cells. */
export function unflatten(cells: ArrayLike<number>, classes: number): number[][] {
  return Array.from({ length: classes }, (_, t) =>
    Array.from({ length: classes }, (__, p) => cells[t * classes + p]!),
  );
}
