import type { ClipState } from "../../audio/level.ts";
import type { RecordingIdentity } from "../recording.ts";

/** Measurements of a recording, or why there are none. */
export type Inspection = AudioInspection | FailedInspection;

/** Measurements of a recording that was decoded. */
export interface AudioInspection {
  /** The format, as `AudioStream.format`. */
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
  /** The number of clipped samples. */
  readonly clipped: number;
  /** The same for files of the same bytes. */
  readonly bytesHash: string;
  /** The same for recordings of the same samples, mixed to mono, in whatever container. */
  readonly samplesHash: string;
  /** By which the same take is recognised in another encoding. */
  readonly fingerprint: Uint32Array;
  readonly warnings: readonly string[];
}

/** The reason for which a recording could not be decoded. */
export interface FailedInspection {
  readonly error: string;
}

/** A recording with its inspection. */
export interface InspectedRecording extends RecordingIdentity {
  readonly inspection: Inspection;
}

/** A recording that was decoded. */
export interface DecodedRecording extends RecordingIdentity {
  readonly inspection: AudioInspection;
}

/** Whether a recording was decoded. */
export function isDecoded(recording: InspectedRecording): recording is DecodedRecording {
  return !("error" in recording.inspection);
}
