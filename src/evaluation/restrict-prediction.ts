import type { ClipPrediction } from "./result.ts";

/**
 * A prediction as if the model could answer with some of its emotions alone: the most probable of these, whose probabilities are made to sum
 * to 1. Where all of them are 0 they are alike.
 */
export function restrictPrediction(
  prediction: ClipPrediction,
  labels: readonly string[],
  allowed: readonly string[],
): ClipPrediction {
  const own = allowed.map((label) => prediction.probabilities[labels.indexOf(label)]!);
  const sum = own.reduce((total, one) => total + one, 0);
  return {
    ...prediction,
    predicted: allowed[own.indexOf(Math.max(...own))]!,
    probabilities: own.map((one) => (sum > 0 ? one / sum : 1 / allowed.length)),
  };
}
