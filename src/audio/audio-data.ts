/** Anything with a sample rate. */
export interface Sampled {
  /** In Hz. */
  readonly sampleRate: number;
}

/** Decoded audio: one array of samples a channel, nominally in [-1, 1], all of one length. */
export interface AudioData extends Sampled {
  readonly channels: readonly Float32Array[];
  /** Format that it was decoded from, as `AudioStream.format`. */
  readonly format: string;
  /** In Hz, before a codec that has a rate of its own. Where the file says so (Opus). */
  readonly originalSampleRate?: number | undefined;
  /** Problems of the file that did not make it unreadable, such as `truncated: …`. */
  readonly warnings: readonly string[];
}
