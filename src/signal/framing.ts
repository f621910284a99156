import { AffektError, assertArgument } from "../errors.ts";
import { padInto, type PadMode } from "./padding.ts";

/** How a signal is cut into frames; defaults are librosa's. */
export interface FramingOptions {
  /** Samples a frame; 2048. */
  readonly frameLength?: number;
  /** Samples between two frames; 512. */
  readonly hopLength?: number;
  /** Whether frame f has sample f * hopLength in its middle, which takes frameLength / 2 samples of padding on both sides, or as its first; true. */
  readonly center?: boolean;
}

/** A signal with its padding and where its frames are: frame f has `frameLength` samples from f * hopLength on. */
export interface FramedSignal {
  readonly samples: Float32Array;
  readonly frameLength: number;
  readonly hopLength: number;
  readonly count: number;
}

/**
 * Cuts a signal into 1 + floor((padded length - frameLength) / hopLength) frames. `where` is for messages.
 * Errors: `invalid-argument` for parameters out of range and an uncentred signal shorter than a frame, `unreadable` for samples that are not finite.
 */
export function frameSignal(
  where: string,
  samples: Float32Array,
  { frameLength = 2048, hopLength = 512, center = true }: FramingOptions,
  padMode: PadMode,
): FramedSignal {
  checkPositiveInteger(`${where}: frameLength`, frameLength);
  checkPositiveInteger(`${where}: hopLength`, hopLength);
  assertFiniteSamples(where, samples);
  const padding = center ? Math.floor(frameLength / 2) : 0;
  const padded = new Float32Array(samples.length + 2 * padding);
  padInto(padded, samples, padMode);
  const count = 1 + Math.floor((padded.length - frameLength) / hopLength);
  assertArgument(
    count > 0,
    `${where}: uncentred frames need at least frameLength = ${frameLength} samples, got ${samples.length}`,
  );
  return { samples: padded, frameLength, hopLength, count };
}

/** Errors: `invalid-argument` unless a parameter is a positive integer; `name` is what it is called, with the function before it. */
export function checkPositiveInteger(name: string, value: number): void {
  assertArgument(
    Number.isInteger(value) && value > 0,
    `${name} must be a positive integer, got ${value}`,
  );
}

/** Errors: `unreadable` unless all samples are finite; `where` is for the message. */
export function assertFiniteSamples(where: string, samples: Float32Array): void {
  let sum = 0;
  // 0 for a finite number, NaN for any other
  for (let i = 0; i < samples.length; i++) sum += samples[i]! - samples[i]!;
  if (sum === 0) return;
  const at = samples.findIndex((sample) => !Number.isFinite(sample));
  throw new AffektError(
    "unreadable",
    `${where}: samples must be finite, got ${samples[at]} at ${at}`,
  );
}
