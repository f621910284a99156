import type { Random } from "../math/random.ts";
import { draw, type DrawRange } from "./draw-range.ts";

/** By how much the clip becomes louder. */
export interface GainParameters {
  /** In [-60, 60]; below 0 it becomes softer. */
  readonly decibels: DrawRange;
}

const BOUNDS: DrawRange = [-60, 60];

/** Another loudness; what goes beyond full scale is not clipped. Errors: `invalid-argument` for parameters out of range. */
export function gain(
  samples: Float32Array,
  _sampleRate: number,
  { decibels }: GainParameters,
  random: Random,
): Float32Array {
  const factor = 10 ** (draw("gain: decibels", decibels, BOUNDS, random) / 20);
  return samples.map((sample) => factor * sample);
}
