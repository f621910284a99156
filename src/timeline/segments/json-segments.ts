import { segmentFault } from "./segment-fault.ts";
import type { SpeakerSegment } from "./speaker-segment.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * The segments of JSON: a list, alone or under `segments`, of objects with `start` and `end` in seconds (or `startSeconds` and
 * `endSeconds`), and `speaker` and `text` where they are known, as WhisperX and pyannote write it, and Affekt's own timelines.
 */
export function parseJsonSegments(text: string, name: string): SpeakerSegment[] {
  const content = parse(text, name);
  const rows = Array.isArray(content) ? content : (content as Row | null)?.["segments"];
  if (!Array.isArray(rows)) throw segmentFault(name, "has no list of segments");
  return rows.map((row: Row | null, i) => {
    const [startSeconds, endSeconds] = [
      row?.["start"] ?? row?.["startSeconds"],
      row?.["end"] ?? row?.["endSeconds"],
    ];
    if (!isNumber(startSeconds) || !isNumber(endSeconds)) {
      throw segmentFault(name, `segments[${i}] must have start and end, in seconds`);
    }
    const [speaker, said] = [row!["speaker"], row!["text"]];
    return {
      startSeconds,
      endSeconds,
      ...(isText(speaker) && { speaker: String(speaker) }),
      ...(isText(said) && { text: String(said).trim() }),
    };
  });
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw segmentFault(name, `is no JSON (${(error as Error).message})`);
  }
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);

const isText = (value: unknown): value is string | number =>
  typeof value === "string" || typeof value === "number";
