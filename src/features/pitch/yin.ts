import type { Sampled } from "../../audio/audio-data.ts";
import type * as v from "valibot";
import { complete } from "../../options/check.ts";
import { group, number, withDefault } from "../../options/schema.ts";
import { descriptor, framesOfOne, singleColumn } from "../descriptor.ts";
import { isTrough, parabolicShift, PITCH, PITCH_RANGE, yinDifferences } from "./yin-difference.ts";

const TROUGH_THRESHOLD = withDefault(
  number({
    above: 0,
    text: "difference below which a period is taken without looking at longer ones",
  }),
  0.1,
);

/** Options of `yin`; names and defaults are librosa's. */
export const YIN = group({ ...PITCH, troughThreshold: TROUGH_THRESHOLD });

/** Options of `yin`. */
export type YinOptions = Sampled & v.InferInput<typeof YIN>;

/**
 * Fundamental frequency of each frame in Hz [frames]: the shortest period whose difference has a local minimum under the threshold,
 * otherwise the one with the smallest difference. Every frame has a frequency, voiced or not (see `pyin`); frames of silence have
 * the highest one. librosa's `yin`.
 * @throws {AffektError} as `pyin`.
 */
export function yin(samples: Float32Array, { sampleRate, ...options }: YinOptions): Float64Array {
  const { troughThreshold, ...pitch } = complete(YIN, options, "yin");
  const differences = yinDifferences("yin", samples, sampleRate, pitch);
  const f0 = new Float64Array(differences.count);
  differences.each((difference, f) => {
    const first = difference.findIndex((d, i) => d < troughThreshold && isTrough(difference, i));
    const period = first < 0 ? indexOfSmallest(difference) : first;
    f0[f] = sampleRate / (differences.minPeriod + period + parabolicShift(difference, period));
  });
  return f0;
}

function indexOfSmallest(values: Float64Array): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! < values[at]!) at = i;
  return at;
}

/** `yin` in feature sets. */
export const yinDescriptor = descriptor({
  prefix: "yin",
  parameters: { ...PITCH_RANGE, troughThreshold: TROUGH_THRESHOLD },
  columns: () => singleColumn("Hz", "fundamental frequency, by YIN"),
  frames: (clip, options) =>
    framesOfOne(
      yin(clip.samples, { sampleRate: clip.sampleRate, ...options, ...clip.sampleFraming }),
    ),
});
