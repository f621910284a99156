/** Header facts of a recording and its samples, which are decoded as they are asked for. */
export interface Decoding {
  readonly format: string;
  /** In Hz. */
  readonly sampleRate: number;
  /** In Hz, before a codec that has a rate of its own. Where the file says so. */
  readonly originalSampleRate?: number | undefined;
  readonly channelCount: number;
  /** Samples a channel that the header promises. Undefined where it does not. */
  readonly expectedLength: number | undefined;
  /** Whether samples may be NaN or infinite. */
  readonly isFloat: boolean;
  /** Grows while blocks are decoded. */
  readonly warnings: string[];
  /** One array a channel, all of one length, which may be 0. */
  readonly blocks: AsyncIterable<readonly Float32Array[]>;
}

/** Samples of a recording whose sample rate or channels may change on the way. */
export interface Block {
  /** In Hz. */
  readonly sampleRate: number;
  /** One array a channel, all of one length, which may be 0. */
  readonly channels: readonly Float32Array[];
}
