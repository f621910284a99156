import type { EffectOptions } from "./effect-options.ts";
import type * as v from "valibot";
import { resample } from "../audio/resample/resample.ts";
import { complete } from "../options/check.ts";
import { group } from "../options/schema.ts";
import { draw, drawRange } from "./draw-range.ts";
import { fitLength } from "./fit-length.ts";
import { timeStretch } from "./time-stretch.ts";

/** Parameters of `pitchShift`. */
export const PITCH_SHIFT = group({
  semitones: drawRange([-24, 24], {
    text: "change of the pitch, lower below 0",
    unit: "semitones",
  }),
});

/** Parameters of `PITCH_SHIFT`. */
export type PitchShiftParameters = v.InferInput<typeof PITCH_SHIFT>;

const STEPS = 500;

/**
 * A clip at another pitch, of the same length and tempo: stretched, then resampled, as librosa's `effects.pitch_shift`. The ratio of
 * frequencies is rounded to a multiple of 1/500 (by 1.7 cents at most around 0 semitones, 7 two octaves down), since each ratio needs
 * a filter.
 * @throws {AffektError} `invalid-argument` for parameters that are unknown or out of range.
 */
export function pitchShift(
  samples: Float32Array,
  { sampleRate: _, random, ...parameters }: EffectOptions<PitchShiftParameters>,
): Float32Array {
  const { semitones } = complete(PITCH_SHIFT, parameters, "pitchShift");
  const shift = draw(semitones, random);
  const ratio = Math.round(STEPS * 2 ** (shift / 12));
  if (ratio === STEPS || samples.length === 0) return samples;
  return fitLength(
    resample(timeStretch(samples, STEPS / ratio), { from: ratio, to: STEPS }),
    samples.length,
  );
}
