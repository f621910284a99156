import type { LabelledClip } from "../../datasets/labelled-clips.ts";
import { pooledPredictions } from "../pooled-predictions.ts";
import type { ClipPrediction, ModelResult } from "../result.ts";

/** A clip that a model was sure about and wrong. */
export interface ConfidentError {
  readonly prediction: ClipPrediction;
  /** The probability of the predicted emotion. */
  readonly confidence: number;
  /** The probability of the true one. */
  readonly truth: number;
}

/** The wrong predictions of which a model was surest, each clip once. */
export function confidentErrors(result: ModelResult, count: number): ConfidentError[] {
  const { labels } = result;
  const seen = new Set<LabelledClip>();
  return pooledPredictions(result)
    .filter(({ clip, predicted }) => clip.emotion !== predicted)
    .map((prediction): ConfidentError => ({
      prediction,
      confidence: Math.max(...prediction.probabilities),
      truth: prediction.probabilities[labels.indexOf(prediction.clip.emotion)] ?? 0,
    }))
    .sort((a, b) => b.confidence - a.confidence)
    .filter(({ prediction: { clip } }) => !seen.has(clip) && seen.add(clip))
    .slice(0, count);
}

/** The model whose errors a report lists: the best one on new speakers, else the best one. */
export function bestModel(models: readonly ModelResult[]): ModelResult | undefined {
  const honest = models.filter(({ speakerDependent }) => !speakerDependent);
  const [best] = (honest.length > 0 ? honest : models).toSorted((a, b) => b.uar - a.uar);
  return best;
}
