import { choice, completeValues } from "../options/parameters.ts";
import { convolve } from "../math/convolution.ts";
import type { Random } from "../math/random.ts";
import { draw, type DrawRange, rangeWithin } from "./draw-range.ts";
import { power } from "./power.ts";

/** Which noise is added. */
export interface NoiseParameters {
  /** How far the clip's mean power lies over the noise's, in dB, in [-40, 100]. */
  readonly snr: DrawRange;
  /** `white` (default), or `pink`, whose power falls by 3 dB an octave, as that of most surroundings does. */
  readonly color?: (typeof NOISE_COLORS)[number];
}

/** The colours of noise. */
export const NOISE_COLORS = ["white", "pink"] as const;

const PARAMETERS = { snr: rangeWithin([-40, 100]), color: choice(...NOISE_COLORS) };
/** Pink to this fraction of the sample rate: 1.3 Hz at 22.05 kHz. */
const PINK_TAPS = 1 << 14;

/** Adds Gaussian noise over the whole clip. A silent clip stays silent. Errors: `invalid-argument` for parameters that are unknown or out of range. */
export function noise(
  samples: Float32Array,
  _sampleRate: number,
  parameters: NoiseParameters,
  random: Random,
): Float32Array {
  const { snr, color } = completeValues(PARAMETERS, { ...parameters }, "noise");
  const level = draw(snr, random);
  const added = color === "white" ? white(samples.length, random) : pink(samples.length, random);
  const factor = Math.sqrt((power(samples) / power(added)) * 10 ** (-level / 10));
  return samples.map((sample, i) => sample + factor * added[i]!);
}

function white(length: number, random: Random): Float32Array {
  return Float32Array.from({ length }, () => random.normal());
}

/** White noise through a filter whose magnitude is f^-1/2, (1 - z^-1)^-1/2 as a series: Kasdin 1995, https://doi.org/10.1109/5.381848. */
function pink(length: number, random: Random): Float32Array {
  const filter = new Float32Array(Math.min(length, PINK_TAPS));
  for (let k = 0, tap = 1; k < filter.length; tap *= 1 - 0.5 / ++k) filter[k] = tap;
  // begun earlier by the filter's length, so that the first samples are as strong as the others
  const source = white(length + filter.length, random);
  return convolve(source, filter).subarray(filter.length, filter.length + length);
}
