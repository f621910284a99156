import { resample } from "../audio/resample/resample.ts";
import { completeValues } from "../options/parameters.ts";
import type { Random } from "../math/random.ts";
import { draw, type DrawRange, rangeWithin } from "./draw-range.ts";
import { fitLength } from "./fit-length.ts";
import { timeStretch } from "./time-stretch.ts";

/** By how much the clip becomes higher. */
export interface PitchShiftParameters {
  /** In [-24, 24]; below 0 it becomes lower. */
  readonly semitones: DrawRange;
}

const PARAMETERS = { semitones: rangeWithin([-24, 24]) };
const STEPS = 500;

/**
 * The clip at another pitch with its length and tempo: stretched, then resampled, as librosa's `effects.pitch_shift`. The ratio of frequencies is rounded
 * to a multiple of 1/500 (1.7 cents at most around 0 semitones, 7 two octaves down), since each has a filter of its own. Errors: `invalid-argument` for parameters that are
 * unknown or out of range.
 */
export function pitchShift(
  samples: Float32Array,
  _sampleRate: number,
  parameters: PitchShiftParameters,
  random: Random,
): Float32Array {
  const { semitones } = completeValues(PARAMETERS, { ...parameters }, "pitchShift");
  const shift = draw(semitones, random);
  const ratio = Math.round(STEPS * 2 ** (shift / 12));
  if (ratio === STEPS || samples.length === 0) return samples;
  return fitLength(
    resample(timeStretch(samples, STEPS / ratio), { from: ratio, to: STEPS }),
    samples.length,
  );
}
