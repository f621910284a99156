import { labelOf, percentOf, type Timeline } from "../timeline.ts";

/** A timeline as Audacity's labels: start, end and text between tabulators, one line a segment. */
export function formatAudacity({ segments }: Timeline): string {
  return segments
    .map((segment) => {
      const { startSeconds, endSeconds, speaker, confidence, isSure } = segment;
      const emotion = isSure ? `${labelOf(segment)} ${percentOf(confidence)}` : labelOf(segment);
      const label = speaker === undefined ? emotion : `${speaker}: ${emotion}`;
      return `${startSeconds.toFixed(6)}\t${endSeconds.toFixed(6)}\t${label.replaceAll(/\s+/g, " ")}\n`;
    })
    .join("");
}
