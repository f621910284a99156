import { labelOf, percentOf, type Timeline } from "../timeline.ts";
import { cueTime } from "./times.ts";

/** A timeline as SubRip subtitles: speaker and emotion, and below them the text. */
export function formatSrt({ segments }: Timeline): string {
  return segments
    .map((segment, i) => {
      const { startSeconds, endSeconds, speaker, text, confidence, isSure } = segment;
      const emotion = isSure ? `${labelOf(segment)} ${percentOf(confidence)}` : labelOf(segment);
      const lines = [
        speaker === undefined ? `[${emotion}]` : `${speaker} [${emotion}]`,
        ...(text === undefined ? [] : [text]),
      ].map((line) => line.replaceAll(/\s+/g, " "));
      return `${i + 1}\n${cueTime(startSeconds, ",")} --> ${cueTime(endSeconds, ",")}\n${lines.join("\n")}\n`;
    })
    .join("\n");
}
