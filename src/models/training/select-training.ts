import type { LabelledClips } from "../../datasets/labelled-clips.ts";
import { concatRows, selectRows } from "../../math/matrix.ts";
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
