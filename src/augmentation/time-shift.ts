import type { EffectOptions } from "./effect-options.ts";
import type * as v from "valibot";
import { complete } from "../options/check.ts";
import { group } from "../options/schema.ts";
import { draw, drawRange } from "./draw-range.ts";

/** Parameters of `timeShift`. */
export const TIME_SHIFT = group({
  seconds: drawRange([-60, 60], { text: "delay of the clip, earlier below 0", unit: "s" }),
});

/** Parameters of `TIME_SHIFT`. */
export type TimeShiftParameters = v.InferInput<typeof TIME_SHIFT>;

/**
 * A clip later or earlier, of the same length. Samples beyond one end are lost, zeros fill the other.
 * @throws {AffektError} `invalid-argument` for parameters that are unknown or out of range.
 */
export function timeShift(
  samples: Float32Array,
  { sampleRate, random, ...parameters }: EffectOptions<TimeShiftParameters>,
): Float32Array {
  const { seconds } = complete(TIME_SHIFT, parameters, "timeShift");
  const later = Math.round(sampleRate * draw(seconds, random));
  const shifted = new Float32Array(samples.length);
  shifted.set(
    samples.subarray(Math.max(0, -later), Math.max(0, samples.length - later)),
    Math.min(Math.max(0, later), samples.length),
  );
  return shifted;
}
