import { segmentFault } from "./segment-fault.ts";
import type { SpeakerSegment } from "./speaker-segment.ts";

/** The segments of NIST's RTTM: `SPEAKER file channel start duration <NA> <NA> speaker …`; lines of other types are left out. */
export function parseRttm(text: string, name: string): SpeakerSegment[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (/^\s*(;|$)/.test(line)) return [];
    const [type, , , start, duration, , , speaker] = line.trim().split(/\s+/);
    if (type !== "SPEAKER" && !/^[A-Z-]+$/.test(type!)) {
      throw segmentFault(
        name,
        `is neither RTTM, JSON nor a TextGrid (line ${i + 1}: ${line.slice(0, 60)})`,
      );
    }
    if (type !== "SPEAKER") return [];
    const [startSeconds, seconds] = [Number(start), Number(duration)];
    if (!Number.isFinite(startSeconds + seconds)) {
      throw segmentFault(name, `line ${i + 1}: start and duration must be numbers`);
    }
    if (seconds === 0) return [];
    const isNamed = speaker !== undefined && speaker !== "<NA>";
    return { startSeconds, endSeconds: startSeconds + seconds, ...(isNamed && { speaker }) };
  });
}
