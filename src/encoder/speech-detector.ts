import { columnsOf } from "../features/sets/columns.ts";
import type { FeatureSet } from "../features/sets/definition.ts";
import { SPEECH_BIAS, SPEECH_LAYER, SPEECH_WEIGHTS } from "./speech-weights.ts";

/** Tells whether a clip's features are those of speech or singing. */
export type SpeechDetector = (values: ArrayLike<number>) => boolean;

/**
 * The detector of speech for a feature set: a linear classifier on the means over time of a layer of the voice encoder, which
 * `tools/make-speech-detector.ts` trained on speech against noise and music. Undefined for a set without these columns.
 */
export function speechDetector(set: FeatureSet): SpeechDetector | undefined {
  const places = new Map(columnsOf(set).map((name, i) => [name, i]));
  const columns = SPEECH_WEIGHTS.map((_, i) => places.get(`encoder_${SPEECH_LAYER}_${i}`));
  if (columns.includes(undefined)) return undefined;
  return (values) =>
    SPEECH_WEIGHTS.reduce((sum, weight, i) => sum + weight * values[columns[i]!]!, SPEECH_BIAS) > 0;
}
