import type { LabelledClips } from "../../datasets/labelled-clips.ts";
import { concatRows, selectRows } from "../../math/matrix.ts";
import type { Fold } from "../../splits/folds.ts";
import { type LabelledRows, selectLabelled } from "../labelled-rows.ts";

/** The rows of a training side: its clips, then its augmented copies, each with the label of its source. */
export function selectTraining(
  labelled: LabelledClips,
  train: readonly number[],
  copies: readonly number[] = [],
): LabelledRows {
  const { y, augmented } = labelled;
  const clips = selectLabelled(labelled, train);
  if (augmented === undefined) return clips;
  return {
    X: concatRows(clips.X, selectRows(augmented.X, copies)),
    y: [...clips.y, ...copies.map((copy) => y[augmented.sources[copy]!]!)],
  };
}

/** The speakers of `selectTraining`'s rows; undefined where one is not known. */
export function trainingSpeakers(
  { clips, augmented }: LabelledClips,
  { train, augmented: copies = [] }: Pick<Fold, "train" | "augmented">,
): readonly string[] | undefined {
  const sources = augmented === undefined ? [] : copies.map((copy) => augmented.sources[copy]!);
  const speakers = [...train, ...sources].map((i) => clips[i]!.speakerId);
  return speakers.every((one) => one !== undefined) ? speakers : undefined;
}
