import { csvLine } from "../../tables/csv/csv-writing.ts";
import type { Timeline } from "../timeline.ts";

/** A timeline as CSV, with a column for each emotion. `sure` is true or false. */
export function formatCsv({ segments, labels }: Timeline): string {
  const rows = segments.map(
    ({
      startSeconds,
      endSeconds,
      speaker = "",
      text = "",
      emotion,
      confidence,
      isSure,
      probabilities,
    }) => {
      const of = new Map(probabilities.map((one) => [one.emotion, one.probability]));
      const times = [startSeconds, endSeconds].map((seconds) => String(Number(seconds.toFixed(4))));
      const own = [emotion, confidence.toFixed(6), String(isSure)];
      const all = labels.map((label) => of.get(label)!.toFixed(6));
      return [...times, speaker, text, ...own, ...all];
    },
  );
  const head = ["start", "end", "speaker", "text", "emotion", "confidence", "sure", ...labels];
  return [head, ...rows].map(csvLine).join("");
}
