import type { EffectOptions } from "./effect-options.ts";
import type * as v from "valibot";
import { complete } from "../options/check.ts";
import { group } from "../options/schema.ts";
import { draw, drawRange } from "./draw-range.ts";

/** Parameters of `gain`. */
export const GAIN = group({
  decibels: drawRange([-60, 60], { text: "change of the level, softer below 0", unit: "dB" }),
});

/** Parameters of `GAIN`. */
export type GainParameters = v.InferInput<typeof GAIN>;

/**
 * A clip at another level. Samples beyond full scale are not clipped.
 * @throws {AffektError} `invalid-argument` for parameters that are unknown or out of range.
 */
export function gain(
  samples: Float32Array,
  { sampleRate: _, random, ...parameters }: EffectOptions<GainParameters>,
): Float32Array {
  const { decibels } = complete(GAIN, parameters, "gain");
  const factor = 10 ** (draw(decibels, random) / 20);
  return samples.map((sample) => factor * sample);
}
