import { groupBy } from "../group-by.ts";
import { noteSpeakers } from "../corpora/check/notes.ts";
import type { LabelledClip, LabelledClips } from "../datasets/labelled-clips.ts";
import { quantile } from "../metrics/bootstrap.ts";
import { corpusNames } from "../splits/cross-corpus.ts";
import type { DataPart, DataSummary, Spread } from "./result.ts";

/** A summary of labelled clips. */
export function summarizeData({ clips, labels, leftOut }: LabelledClips): DataSummary {
  const names = corpusNames(clips);
  const parts = groupBy(clips, (_, i) => names[i] ?? "");
  const seconds = clips.map(({ durationSeconds }) => durationSeconds);
  const ratios = clips.flatMap(({ snrDb }) => snrDb ?? []);
  return {
    sources: [...new Set(clips.map(({ source }) => source))],
    corpora: [...new Set(clips.flatMap(({ corpus }) => corpus ?? []))].sort(),
    clips: clips.length,
    speakers: speakersOf(clips),
    emotions: countEmotions(clips, labels),
    parts: [...parts].map(([name, own]) => partOf(name, own, labels)),
    duration: { ...spread(seconds), total: seconds.reduce((sum, one) => sum + one, 0) },
    ...(ratios.length > 0 && { snr: spread(ratios) }),
    notes: [...noteSpeakers(clips), ...noteEmotions(clips, names)],
    leftOut,
  };
}

function partOf(name: string, clips: readonly LabelledClip[], labels: readonly string[]): DataPart {
  return {
    name,
    clips: clips.length,
    speakers: speakersOf(clips),
    women: speakersOf(clips.filter(({ sex }) => sex === "female")),
    men: speakersOf(clips.filter(({ sex }) => sex === "male")),
    languages: [...new Set(clips.flatMap(({ language }) => language ?? []))],
    emotions: countEmotions(clips, labels),
  };
}

function speakersOf(clips: readonly LabelledClip[]): number {
  return new Set(clips.flatMap(({ speakerId }) => speakerId ?? [])).size;
}

function countEmotions(
  clips: readonly LabelledClip[],
  labels: readonly string[],
): Record<string, number> {
  return Object.fromEntries(
    labels.map((label) => [label, clips.filter(({ emotion }) => emotion === label).length]),
  );
}

function spread(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  return { min: sorted[0]!, median: quantile(sorted, 0.5), max: sorted.at(-1)! };
}

/** Emotions that single corpora alone have: a model may learn the corpus in place of the emotion. */
function noteEmotions(
  clips: readonly LabelledClip[],
  names: readonly (string | undefined)[],
): string[] {
  const corpora = new Set(names);
  if (corpora.size < 2) return [];
  const found = new Map<string, Set<string | undefined>>();
  for (const [i, { emotion }] of clips.entries()) {
    found.set(emotion, (found.get(emotion) ?? new Set()).add(names[i]));
  }
  const single = [...found].filter(([, own]) => own.size === 1);
  if (single.length === 0) return [];
  const list = single
    .map(([emotion, [corpus]]) => `${emotion} (${corpus ?? "unknown"})`)
    .join(", ");
  return [
    `emotions that one corpus alone has: ${list}; a model may learn the corpus in the place of the emotion`,
  ];
}
