import type { EmotionProbability, WindowPrediction } from "./prediction.ts";

/** A prediction with the name of its recording. */
export interface RowPrediction extends WindowPrediction {
  readonly file: string;
  /** The prediction set, where one was asked for. */
  readonly emotions?: readonly string[];
}

/** Predictions as JSON shows them: probabilities rounded, the `top` most probable ones first. */
export function jsonOf(predictions: readonly RowPrediction[], top?: number): object[] {
  return predictions.map(({ probabilities, ...rest }) => ({
    ...rest,
    probabilities: probabilities.slice(0, top).map(rounded),
  }));
}

function rounded({ emotion, probability }: EmotionProbability): EmotionProbability {
  return { emotion, probability: Number(probability.toPrecision(6)) };
}
