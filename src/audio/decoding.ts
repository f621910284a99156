/** What the reader of a format has found in the header, and the sound that it is going to decode. */
export interface Decoding {
  readonly format: string;
  /** In Hz. */
  readonly sampleRate: number;
  /** Before a codec that has a rate of its own; where the file says so. */
  readonly originalSampleRate?: number | undefined;
  readonly channelCount: number;
  /** Samples a channel that the header promises; undefined where it does not. */
  readonly expectedLength: number | undefined;
  /** Whether samples may be NaN or infinite. */
  readonly isFloat: boolean;
  /** Grows while blocks are decoded. */
  readonly warnings: string[];
  /** One array a channel, all of one length, which may be 0. */
  readonly blocks: AsyncIterable<readonly Float32Array[]>;
}
