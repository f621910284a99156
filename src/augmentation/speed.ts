import { resample } from "../audio/resample/resample.ts";
import { completeValues } from "../options/parameters.ts";
import type { Random } from "../math/random.ts";
import { draw, type DrawRange, rangeWithin } from "./draw-range.ts";

/** How much faster the clip is played. */
export interface SpeedParameters {
  /** In [0.25, 4]; above 1 it becomes shorter and higher. */
  readonly rate: DrawRange;
}

const PARAMETERS = { rate: rangeWithin([0.25, 4]) };

/**
 * Tempo and pitch together, as a tape that runs faster: ceil(length / rate) samples. The rate is rounded to a multiple of 1/100, since each has a filter of its
 * own. Errors: `invalid-argument` for parameters that are unknown or out of range.
 */
export function speed(
  samples: Float32Array,
  _sampleRate: number,
  parameters: SpeedParameters,
  random: Random,
): Float32Array {
  const { rate } = completeValues(PARAMETERS, { ...parameters }, "speed");
  return resample(samples, { from: Math.round(100 * draw(rate, random)), to: 100 });
}
