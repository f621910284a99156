import type { LabelledClip } from "../datasets/labelled-clips.ts";

/** A clip with its true emotion and what was predicted. */
export interface PredictedClip {
  readonly clip: LabelledClip;
  readonly predicted: string;
  /** In the order of the labels. */
  readonly probabilities: readonly number[];
}

/** The speaker of each predicted clip for bootstrap draws; a clip whose speaker is not known is drawn by itself, with all its tests. */
export function speakersOf(predictions: readonly Pick<PredictedClip, "clip">[]): string[] {
  const numbers = new Map<LabelledClip, number>();
  return predictions.map(({ clip }) => {
    if (clip.speakerId !== undefined) return clip.speakerId;
    const number = numbers.get(clip) ?? numbers.size;
    numbers.set(clip, number);
    return `clip ${number}`;
  });
}
