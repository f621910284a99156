import type { ClipState } from "../../audio/level.ts";
import type { Labels } from "../recording.ts";

/** What one recording's bytes turned out to be. */
export type Inspection = AudioInspection | FailedInspection;

/** A recording that could be decoded. */
export interface AudioInspection {
  /** As `Audio.format`. */
  readonly format: string;
  /** In Hz. */
  readonly sampleRate: number;
  /** In Hz, before a codec that has a rate of its own, where the file says so. */
  readonly originalSampleRate?: number;
  readonly channels: number;
  readonly durationSeconds: number;
  readonly state: ClipState;
  /** In dBFS; -Infinity for digital silence. */
  readonly peakLevel: number;
  /** How many samples are clipped. */
  readonly clipped: number;
  /** The same for files of the same bytes. */
  readonly bytesHash: string;
  /** The same for recordings of the same samples, mixed to mono, in whatever container. */
  readonly samplesHash: string;
  readonly warnings: readonly string[];
}

/** A recording that could not be read or decoded. */
export interface FailedInspection {
  readonly error: string;
}

/** A recording's place and labels together with its inspection. */
export interface InspectedRecording extends Labels {
  readonly source: string;
  readonly path: string;
  readonly inspection: Inspection;
}

/** A recording that could be decoded, with its place and labels. */
export interface DecodedRecording extends InspectedRecording {
  readonly inspection: AudioInspection;
}

/** Whether a recording could be decoded. */
export function isDecoded(recording: InspectedRecording): recording is DecodedRecording {
  return !("error" in recording.inspection);
}
