import type { LabelledClips } from "../../datasets/labelled-clips.ts";
import { concatRows, selectRows } from "../../math/linear-algebra/matrix.ts";
import type { TrainingInput } from "./train-on-rows.ts";
import { type LabelledRows, selectLabelled } from "../labelled-rows.ts";

/** The rows of a training side: its clips, then its augmented copies, each with the label of its source. */
export function selectTraining(
  labelled: LabelledClips,
  train: readonly number[],
  copies: readonly number[] = [],
): LabelledRows & Pick<TrainingInput, "speakers" | "sources"> {
  const { y, augmented } = labelled;
  const clips = selectLabelled(labelled, train);
  const sources = [...train, ...copies.map((copy) => augmented!.sources[copy]!)];
  const speakers = sources.map((source) => labelled.clips[source]!.speakerId);
  if (augmented === undefined) return { ...clips, speakers, sources };
  return {
    speakers,
    sources,
    X: concatRows(clips.X, selectRows(augmented.X, copies)),
    y: [...clips.y, ...copies.map((copy) => y[augmented.sources[copy]!]!)],
  };
}
