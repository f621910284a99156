import { AffektError } from "../errors.ts";

/** A classifier's answers for some clips. */
export interface Predictions {
  /** The index of the true class of each clip. */
  readonly trueIndices: ArrayLike<number>;
  /** The index of the predicted class of each clip. */
  readonly predictedIndices: ArrayLike<number>;
  /** The probabilities of the classes, row by row: [clips, classes]. */
  readonly probabilities: Float64Array;
  readonly classes: number;
}

/** @throws {AffektError} `invalid-argument` where labels and probabilities are not those of the same clips. */
export function checkPredictions({
  trueIndices,
  predictedIndices,
  probabilities,
  classes,
}: Predictions): void {
  const clips = trueIndices.length;
  if (predictedIndices.length === clips && probabilities.length === clips * classes) return;
  throw new AffektError(
    "invalid-argument",
    `predictions: ${clips} true labels, but ${predictedIndices.length} predicted ones and ${probabilities.length} probabilities of ${classes} classes; give one of each per clip`,
  );
}

/** The largest probability of each clip. */
export function confidences({ probabilities, classes }: Predictions): Float64Array {
  const clips = probabilities.length / classes;
  return Float64Array.from({ length: clips }, (_, i) => {
    let largest = 0;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, probabilities[i * classes + c]!);
    return largest;
  });
}

/** For each clip 1 where the prediction is right, else 0. */
export function hits({ trueIndices, predictedIndices }: Predictions): Uint8Array {
  return Uint8Array.from(trueIndices, (truth, i) => Number(truth === predictedIndices[i]));
}
