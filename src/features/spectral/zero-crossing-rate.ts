import { assertArgument } from "../../errors.ts";
import type { Frames } from "../../signal/frames.ts";
import { type FramingOptions, frameSignal } from "../../signal/framing.ts";

/** Names and defaults are those of librosa's `zero_crossing_rate` and `zero_crossings`. */
export interface ZeroCrossingRateOptions extends FramingOptions {
  /** Samples of this magnitude or less count as 0; 1e-10. */
  readonly threshold?: number;
  /** Whether 0 counts as positive or has a sign of its own; true. */
  readonly zeroPos?: boolean;
  /** Whether each frame's first sample counts as a crossing; false. */
  readonly pad?: boolean;
}

/**
 * The share of samples [frames, 1] at which the sign changes; the padding repeats the signal's ends. librosa's `feature.zero_crossing_rate`; of an
 * empty signal one frame without a crossing.
 * Errors: `invalid-argument` for parameters out of range and an uncentred signal shorter than a frame, `unreadable` for samples that are not finite.
 */
export function zeroCrossingRate(
  signal: Float32Array,
  options: ZeroCrossingRateOptions = {},
): Frames {
  const { threshold = 1e-10, zeroPos = true, pad = false } = options;
  assertArgument(
    threshold >= 0,
    `zeroCrossingRate: threshold must not be negative, got ${threshold}`,
  );
  const padMode = signal.length === 0 ? "constant" : "edge";
  const framed = frameSignal("zeroCrossingRate", signal, options, padMode);
  const { samples, frameLength, hopLength, count } = framed;
  // crossings up to each sample
  const crossings = new Uint32Array(samples.length);
  const signOfZero = zeroPos ? 1 : 0;
  let before = NaN;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    const sign = sample > threshold ? 1 : sample < -threshold ? -1 : signOfZero;
    crossings[i] = i === 0 ? 0 : crossings[i - 1]! + (sign === before ? 0 : 1);
    before = sign;
  }
  const data = new Float32Array(count);
  for (let f = 0; f < count; f++) {
    const start = f * hopLength;
    const inside = crossings[start + frameLength - 1]! - crossings[start]!;
    data[f] = (inside + (pad ? 1 : 0)) / frameLength;
  }
  return { data, count, width: 1 };
}
