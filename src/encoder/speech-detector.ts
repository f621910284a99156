import { columnsOf } from "../features/sets/columns.ts";
import type { FeatureSet } from "../features/sets/definition.ts";
import { SPEECH_BIAS, SPEECH_LAYER, SPEECH_WEIGHTS } from "./speech-weights.ts";

/** Tells whether a clip's features are those of speech or singing. */
export type SpeechDetector = (values: ArrayLike<number>) => boolean;

/**
 * The detector of speech for a feature set: a linear classifier on the means over time of a layer of the voice encoder, which
 * `tools/make-speech-detector.ts` trained on speech against noise and music. Of a sequence the means are taken here. Undefined for a set without these columns.
 */
export function speechDetector(set: FeatureSet): SpeechDetector | undefined {
  const names = columnsOf(set);
  const places = new Map(names.map((name, i) => [name, i]));
  const columns = SPEECH_WEIGHTS.map((_, i) => places.get(`encoder_${SPEECH_LAYER}_${i}`));
  if (columns.includes(undefined)) return undefined;
  return (values) => {
    // a vector is one row of the columns, a sequence as many as it has frames
    const rows = values.length / names.length;
    const meanOf = (column: number): number => {
      let sum = 0;
      for (let i = column; i < values.length; i += names.length) sum += values[i]!;
      return sum / rows;
    };
    return SPEECH_WEIGHTS.reduce((sum, w, i) => sum + w * meanOf(columns[i]!), SPEECH_BIAS) > 0;
  };
}
