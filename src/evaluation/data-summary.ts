import type { LabelledClips } from "../datasets/labelled-clips.ts";
import type { DataSummary } from "./result.ts";

/** A summary of labelled clips. */
export function summarizeData({ clips, y, labels, leftOut }: LabelledClips): DataSummary {
  return {
    sources: [...new Set(clips.map(({ source }) => source))],
    corpora: [...new Set(clips.flatMap(({ corpus }) => corpus ?? []))].sort(),
    clips: clips.length,
    speakers: new Set(clips.flatMap(({ speakerId }) => speakerId ?? [])).size,
    emotions: Object.fromEntries(
      labels.map((label) => [label, y.filter((emotion) => emotion === label).length]),
    ),
    leftOut,
  };
}
