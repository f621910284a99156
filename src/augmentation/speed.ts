import type { EffectOptions } from "./effect-options.ts";
import type * as v from "valibot";
import { resample } from "../audio/resample/resample.ts";
import { complete } from "../options/check.ts";
import { group } from "../options/schema.ts";
import { draw, drawRange } from "./draw-range.ts";

/** Parameters of `speed`. */
export const SPEED = group({
  rate: drawRange([0.25, 4], { text: "factor of the speed, shorter and higher above 1" }),
});

/** Parameters of `SPEED`. */
export type SpeedParameters = v.InferInput<typeof SPEED>;

/**
 * Changes tempo and pitch together, like a faster tape: ceil(length / rate) samples. The rate is rounded to a multiple of 1/100, since
 * each rate needs a filter.
 * @throws {AffektError} `invalid-argument` for parameters that are unknown or out of range.
 */
export function speed(
  samples: Float32Array,
  { sampleRate: _, random, ...parameters }: EffectOptions<SpeedParameters>,
): Float32Array {
  const { rate } = complete(SPEED, parameters, "speed");
  return resample(samples, { from: Math.round(100 * draw(rate, random)), to: 100 });
}
