import { completeValues } from "../options/parameters.ts";
import type { Random } from "../math/random.ts";
import { draw, type DrawRange, rangeWithin } from "./draw-range.ts";

/** By how much the clip becomes louder. */
export interface GainParameters {
  /** In [-60, 60]; below 0 it becomes softer. */
  readonly decibels: DrawRange;
}

const PARAMETERS = { decibels: rangeWithin([-60, 60]) };

/** Another loudness; what goes beyond full scale is not clipped. Errors: `invalid-argument` for parameters that are unknown or out of range. */
export function gain(
  samples: Float32Array,
  _sampleRate: number,
  parameters: GainParameters,
  random: Random,
): Float32Array {
  const { decibels } = completeValues(PARAMETERS, { ...parameters }, "gain");
  const factor = 10 ** (draw(decibels, random) / 20);
  return samples.map((sample) => factor * sample);
}
