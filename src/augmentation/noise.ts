import type { EffectOptions } from "./effect-options.ts";
import type * as v from "valibot";
import { convolve } from "../math/fourier/convolution.ts";
import type { Random } from "../math/statistics/random.ts";
import { complete } from "../options/check.ts";
import { choice, group, withDefault } from "../options/schema.ts";
import { draw, drawRange } from "./draw-range.ts";
import { power } from "./power.ts";

/** The colours of noise. */
export const NOISE_COLORS = ["white", "pink"] as const;

/** Parameters of `noise`. */
export const NOISE = group({
  snr: drawRange([-40, 100], { text: "signal-to-noise ratio of the mean powers", unit: "dB" }),
  color: withDefault(
    choice(NOISE_COLORS, { text: "spectrum; pink noise loses 3 dB an octave, like most rooms" }),
    "white",
  ),
});

/** Parameters of `NOISE`. */
export type NoiseParameters = v.InferInput<typeof NOISE>;

/** The length of the filter of pink noise, which is pink down to this fraction of the sample rate: 1.3 Hz at 22.05 kHz. */
const PINK_TAPS = 1 << 14;

/**
 * Adds Gaussian noise to the whole clip. A silent clip stays silent.
 * @throws {AffektError} `invalid-argument` for parameters that are unknown or out of range.
 */
export function noise(
  samples: Float32Array,
  { sampleRate: _, random, ...parameters }: EffectOptions<NoiseParameters>,
): Float32Array {
  const { snr, color } = complete(NOISE, parameters, "noise");
  const level = draw(snr, random);
  const added = color === "white" ? white(samples.length, random) : pink(samples.length, random);
  const factor = Math.sqrt((power(samples) / power(added)) * 10 ** (-level / 10));
  return samples.map((sample, i) => sample + factor * added[i]!);
}

function white(length: number, random: Random): Float32Array {
  return Float32Array.from({ length }, () => random.normal());
}

/** White noise through the filter (1 - z^-1)^-1/2 as a series, of magnitude f^-1/2: Kasdin 1995, https://doi.org/10.1109/5.381848. */
function pink(length: number, random: Random): Float32Array {
  const filter = new Float32Array(Math.min(length, PINK_TAPS));
  for (let k = 0, tap = 1; k < filter.length; tap *= 1 - 0.5 / ++k) filter[k] = tap;
  // starts earlier by the filter's length, so that the first samples are as strong as the others
  const source = white(length + filter.length, random);
  return convolve(source, filter).subarray(filter.length, filter.length + length);
}
