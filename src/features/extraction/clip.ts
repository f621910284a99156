import type { ClipState } from "../../audio/level.ts";

/** The features of a clip: a whole recording, a window or a segment of it. */
export interface Clip {
  /** A feature vector [columns], or a sequence [frames, columns]; all finite. */
  readonly values: Float32Array;
  /** The start of the clip in the recording; 0 for a whole recording. */
  readonly startSeconds: number;
  readonly durationSeconds: number;
  /** Whether the clip can be learned from. Values are there in any case. */
  readonly state: ClipState;
  /** The estimated signal-to-noise ratio in dB (`estimateSnr`); absent if there is none, and for features of a table. */
  readonly snrDb?: number;
  /** The features of augmented copies, for training only. */
  readonly augmented?: readonly Float32Array[];
  /** The index of the segment that was asked for, of a recording with segments. */
  readonly segment?: number;
  /** The name of the channel, such as `left`, where each channel has clips of its own. */
  readonly channel?: string;
  /** A hash of the clip's samples, of a segment. Other clips share their recording's. */
  readonly samplesHash?: string;
  /** The share of the recording that has been read, 0…1, where its length is known. */
  readonly progress?: number;
}

/** What is known of a recording when it has been read. */
export interface RecordingSummary {
  readonly durationSeconds: number;
  /** Problems that the decoder could work around. */
  readonly warnings: readonly string[];
}

/** Information on a whole recording, known when it has been read. */
export interface RecordingInfo extends RecordingSummary {
  /** A hash of the decoded samples, mixed to mono: the same for recordings of the same samples. */
  readonly samplesHash: string;
  /** An acoustic fingerprint, by which the same take is recognised in another encoding. */
  readonly fingerprint: Uint32Array;
}
