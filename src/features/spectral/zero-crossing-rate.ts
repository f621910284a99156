import type * as v from "valibot";
import { complete } from "../../options/check.ts";
import { flag, group, number, withDefault } from "../../options/schema.ts";
import type { Frames } from "../../signal/frames.ts";
import { frameSignal, SAMPLE_FRAMING } from "../../signal/framing.ts";
import { descriptor, singleColumn } from "../descriptor.ts";

const PARAMETERS = {
  threshold: withDefault(
    number({ min: 0, text: "samples of this magnitude or less count as 0" }),
    1e-10,
  ),
  zeroPos: withDefault(flag({ text: "0 counts as positive instead of a sign of its own" }), true),
};

/** Options of `zeroCrossingRate`; names and defaults are those of librosa's `zero_crossing_rate` and `zero_crossings`. */
export const ZERO_CROSSING_RATE = group({
  ...SAMPLE_FRAMING.entries,
  ...PARAMETERS,
  pad: withDefault(flag({ text: "each frame's first sample counts as a crossing" }), false),
});

/** Options of `zeroCrossingRate`. */
export type ZeroCrossingRateOptions = v.InferInput<typeof ZERO_CROSSING_RATE>;

/**
 * The share of samples at which the sign changes, [frames, 1]. The padding repeats the signal's ends. An empty signal has one frame
 * without a crossing. librosa's `feature.zero_crossing_rate`.
 * @throws {AffektError} `invalid-argument` for options out of range and an uncentred signal shorter than a frame, `unreadable` for
 *   samples that are not finite.
 */
export function zeroCrossingRate(
  signal: Float32Array,
  options: ZeroCrossingRateOptions = {},
): Frames {
  const completed = complete(ZERO_CROSSING_RATE, options, "zeroCrossingRate");
  const { threshold, zeroPos, pad } = completed;
  const padMode = signal.length === 0 ? "constant" : "edge";
  const framed = frameSignal("zeroCrossingRate", signal, completed, padMode);
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

/** `zeroCrossingRate` in feature sets. */
export const zeroCrossingRateDescriptor = descriptor({
  prefix: "zcr",
  parameters: PARAMETERS,
  columns: () => singleColumn("", "share of samples at which the sign changes"),
  frames: (clip, options) => zeroCrossingRate(clip.samples, { ...options, ...clip.sampleFraming }),
});
