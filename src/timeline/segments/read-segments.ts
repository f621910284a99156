import { AffektError } from "../../errors.ts";
import { parseJsonSegments } from "./json-segments.ts";
import { parseRttm } from "./rttm.ts";
import { segmentFault } from "./segment-fault.ts";
import type { SpeakerSegment } from "./speaker-segment.ts";
import { parseTextGrid } from "./textgrid.ts";

/**
 * Speaker segments of a file, whose format is found by its content: RTTM, as diarisation writes it, JSON, as transcription does, or a
 * Praat TextGrid, whose interval tiers are speakers.
 * @throws {AffektError} `unreadable`, naming the file and what is wrong in it; `bad-data` where there is no segment.
 */
export function parseSegments(text: string, { name }: { readonly name: string }): SpeakerSegment[] {
  const content = text.replace(/^\ufeff/, "");
  const parse = /^\s*[[{]/.test(content)
    ? parseJsonSegments
    : /ooTextFile/.test(content.slice(0, 200))
      ? parseTextGrid
      : parseRttm;
  const segments = parse(content, name);
  if (segments.length === 0) throw new AffektError("bad-data", `${name}: holds no segments`);
  for (const { startSeconds, endSeconds } of segments) {
    if (startSeconds >= 0 && endSeconds > startSeconds) continue;
    throw segmentFault(name, `a segment from ${startSeconds} to ${endSeconds} s cannot be`);
  }
  return segments.sort((a, b) => a.startSeconds - b.startSeconds);
}
