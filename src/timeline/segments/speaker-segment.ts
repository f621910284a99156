import type { Segment } from "../../features/extraction/cutter.ts";

/** A segment of a recording that somebody speaks, as a diarisation, a transcript or an annotation tells. */
export interface SpeakerSegment extends Segment {
  readonly speaker?: string | undefined;
  readonly text?: string | undefined;
}
