import { completeValues } from "../options/parameters.ts";
import type { Random } from "../math/random.ts";
import { draw, type DrawRange, rangeWithin } from "./draw-range.ts";

/** By how much the clip begins later. */
export interface TimeShiftParameters {
  /** In [-60, 60]; below 0 it begins earlier. */
  readonly seconds: DrawRange;
}

const PARAMETERS = { seconds: rangeWithin([-60, 60]) };

/** The clip later or earlier at the same length: what leaves at one end is lost, zeros come in at the other. Errors: `invalid-argument` for parameters that are unknown or out of range. */
export function timeShift(
  samples: Float32Array,
  sampleRate: number,
  parameters: TimeShiftParameters,
  random: Random,
): Float32Array {
  const { seconds } = completeValues(PARAMETERS, { ...parameters }, "timeShift");
  const later = Math.round(sampleRate * draw(seconds, random));
  const shifted = new Float32Array(samples.length);
  shifted.set(
    samples.subarray(Math.max(0, -later), Math.max(0, samples.length - later)),
    Math.min(Math.max(0, later), samples.length),
  );
  return shifted;
}
