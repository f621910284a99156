import { jsonOf, type RowPrediction } from "../../../src/prediction/prediction-json.ts";
import { type Problem, problemOf } from "../../../src/corpora/problem.ts";
import { csvOf } from "../../../src/prediction/prediction-csv.ts";
import { unfitError } from "../../../src/prediction/recording-predictor.ts";
import { formatTimeline, type TimelineFormat } from "../../../src/timeline/formats/formats.ts";
import type { Timeline } from "../../../src/timeline/timeline.ts";
import type { Recording } from "./recordings.ts";

/** The formats of a timeline that the page offers, with the endings of their files. */
export const TIMELINE_FILES = {
  json: ".json",
  csv: ".csv",
  textgrid: ".TextGrid",
  eaf: ".eaf",
  audacity: ".txt",
  vtt: ".vtt",
  "vtt-metadata": ".metadata.vtt",
  srt: ".srt",
  html: ".html",
} as const satisfies Partial<Record<TimelineFormat, string>>;

/** Saves a file by the browser. */
export function save(content: BlobPart, name: string, type = "text/plain"): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Saves the timeline of a recording. */
export function saveTimeline(timeline: Timeline, format: keyof typeof TIMELINE_FILES): void {
  const name = stemOf(timeline.recording);
  const text = formatTimeline(timeline, format, { audio: encodeURIComponent(timeline.recording) });
  save(text, `${name}${TIMELINE_FILES[format]}`);
}

/** Saves the answers for recordings as `affekt predict` prints them. Those without an answer are listed in the JSON. */
export function saveAnswers(
  recordings: readonly Recording[],
  format: "json" | "csv",
  labels: readonly string[],
): void {
  const rows = recordings.flatMap(({ name, answer }): RowPrediction[] =>
    typeof answer === "object" ? answer.windows.map((window) => ({ file: name, ...window })) : [],
  );
  const text =
    format === "json"
      ? `${JSON.stringify({ predictions: jsonOf(rows), failed: recordings.flatMap(problemsOf) })}\n`
      : csvOf(rows, { hasTimes: hasWindows(rows), labels, top: undefined });
  save(text, `affekt.${format}`);
}

const hasWindows = (rows: readonly RowPrediction[]): boolean =>
  rows.some(({ startSeconds }) => startSeconds > 0);

function problemsOf({ name, answer, error, timeline }: Recording): Problem[] {
  if (error !== undefined) return [problemOf(name, error)];
  if (typeof answer !== "string") return [];
  const durationSeconds = timeline?.durationSeconds ?? 0;
  return [problemOf(name, unfitError({ state: answer, durationSeconds }, name))];
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]*$/, "");
}
