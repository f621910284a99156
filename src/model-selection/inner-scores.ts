import { confusionMatrix } from "../metrics/confusion.ts";
import { uar } from "../metrics/scores.ts";
import { argmaxRows, distinctLabels, labelIndices } from "../models/labels.ts";
import type { FoldPredictions } from "./trial-input.ts";

/** The most probable emotion of each clip. */
export function emotionsOf({ labels, probabilities }: FoldPredictions): string[] {
  return [...argmaxRows(probabilities)].map((index) => labels[index]!);
}

/** The UAR over the clips of all inner folds; `truth` has the emotions of each fold's clips. */
export function uarOfFolds(
  truth: readonly (readonly string[])[],
  predictions: readonly FoldPredictions[],
): number {
  return uarOfLabels(truth.flat(), predictions.flatMap(emotionsOf));
}

/** The UAR of predicted emotions. */
export function uarOfLabels(truth: readonly string[], predicted: readonly string[]): number {
  const labels = distinctLabels([...truth, ...predicted]);
  return uar(
    confusionMatrix(labelIndices(truth, labels), labelIndices(predicted, labels), labels.length),
  );
}
