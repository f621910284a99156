import { labelOf, percentOf, type Timeline } from "../timeline.ts";
import { clockTime } from "./times.ts";

/** A timeline as lines for people: time, speaker, emotion and confidence, the next probable emotions, the text. */
export function formatTable({ segments }: Timeline): string {
  const rows = segments.map((segment) => [
    `${clockTime(segment.startSeconds)}\u2013${clockTime(segment.endSeconds)}`,
    segment.speaker ?? "",
    labelOf(segment),
    segment.probabilities
      .slice(0, 3)
      .map(({ emotion, probability }) => `${emotion} ${percentOf(probability)}`)
      .join(", "),
    segment.text ?? "",
  ]);
  const widths = [0, 1, 2, 3].map((i) => Math.max(0, ...rows.map((row) => row[i]!.length)));
  const shown = rows.map((row) =>
    row
      .flatMap((cell, i) =>
        widths[i] === 0 ? [] : i === 0 ? cell.padStart(widths[0]!) : cell.padEnd(widths[i] ?? 0),
      )
      .join("   ")
      .trimEnd(),
  );
  return shown.map((line) => `${line}\n`).join("");
}
