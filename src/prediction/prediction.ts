/** The prediction for a clip. */
export interface Prediction {
  /** The most probable emotion. */
  readonly emotion: string;
  /** The most probable emotion first. */
  readonly probabilities: readonly EmotionProbability[];
  /** Whether the largest probability reaches the threshold of the model's calibration; absent for a model without one. */
  readonly sure?: boolean;
}

/** An emotion and its probability, 0…1. */
export interface EmotionProbability {
  readonly emotion: string;
  readonly probability: number;
}

/** The prediction for a window or segment of a recording; of a short recording for all of it. */
export interface WindowPrediction extends Prediction {
  readonly startSeconds: number;
  readonly durationSeconds: number;
}

/** The prediction for a recording. Of several windows the probabilities are the means, weighted by the windows' lengths. */
export interface RecordingPrediction extends Prediction {
  readonly durationSeconds: number;
  /** In the order of time. Silent windows are left out. */
  readonly windows: readonly WindowPrediction[];
  /** Problems that did not make the recording unusable. */
  readonly warnings: readonly string[];
}

/** Probabilities in the order of `labels` as a prediction; sure where the largest one reaches the threshold. */
export function predictionOf(
  labels: readonly string[],
  probabilities: ArrayLike<number>,
  threshold?: number,
): Prediction {
  const sorted = labels
    .map((emotion, i) => ({ emotion, probability: probabilities[i]! }))
    .sort((a, b) => b.probability - a.probability);
  const [{ emotion, probability }] = sorted as [EmotionProbability];
  const sure = threshold === undefined ? {} : { sure: probability >= threshold };
  return { emotion, probabilities: sorted, ...sure };
}

/** The prediction for a recording from those for its windows, of which there is at least one. */
export function combineWindows(
  windows: readonly WindowPrediction[],
  labels: readonly string[],
  threshold?: number,
): Prediction {
  const [first] = windows;
  if (windows.length === 1 && first !== undefined) {
    const { startSeconds: _, durationSeconds: __, ...prediction } = first;
    return prediction;
  }
  const seconds = windows.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const means = labels.map((label) => {
    const weighted = windows.map(({ durationSeconds, probabilities }) => {
      const own = probabilities.find(({ emotion }) => emotion === label);
      return (own?.probability ?? 0) * durationSeconds;
    });
    return weighted.reduce((sum, one) => sum + one, 0) / seconds;
  });
  return predictionOf(labels, means, threshold);
}
