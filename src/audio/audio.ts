/** Decoded audio: one array of samples a channel, nominally in [-1, 1], all of one length. */
export interface Audio {
  readonly channels: readonly Float32Array[];
  /** In Hz. */
  readonly sampleRate: number;
  /** What it was decoded from, as `AudioStream.format`. */
  readonly format: string;
  /** In Hz, before a codec that has a rate of its own; where the file says so (Opus). */
  readonly originalSampleRate?: number | undefined;
  /** What was wrong with the file without making it unreadable, such as `truncated: …`. */
  readonly warnings: readonly string[];
}

/** The mean over channels, as librosa's `to_mono`; a single channel is returned as it is, not copied. */
export function mixToMono({ channels }: Pick<Audio, "channels">): Float32Array {
  const [first, ...rest] = channels;
  if (first === undefined) return new Float32Array(0);
  if (rest.length === 0) return first;
  const mono = new Float32Array(first.length);
  for (let i = 0; i < mono.length; i++) {
    let sum = 0;
    for (const channel of channels) sum += channel[i]!;
    mono[i] = sum / channels.length;
  }
  return mono;
}
