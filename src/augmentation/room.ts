import { completeValues } from "../options/parameters.ts";
import { convolve } from "../math/convolution.ts";
import type { Random } from "../math/random.ts";
import { draw, type DrawRange, rangeWithin } from "./draw-range.ts";
import { power } from "./power.ts";

/** In which room the clip is heard. */
export interface RoomParameters {
  /** How long the reverberation takes to fall by 60 dB, in seconds, in [0.05, 5]. */
  readonly rt60: DrawRange;
  /** How far the sound's energy on the straight way lies over that of all reflections, in dB, in [-20, 40]; default 0 to 10. */
  readonly directToReverberant?: DrawRange;
}

const PARAMETERS = {
  rt60: rangeWithin([0.05, 5]),
  directToReverberant: rangeWithin([-20, 40], [0, 10]),
};

/**
 * Reverberation by a synthetic response: the sound itself, and behind it Gaussian noise that decays exponentially (Polack's model of a diffuse
 * field). Length and mean power stay those of the clip; what would be heard after its end is cut off. Errors: `invalid-argument` for
 * parameters that are unknown or out of range.
 */
export function room(
  samples: Float32Array,
  sampleRate: number,
  parameters: RoomParameters,
  random: Random,
): Float32Array {
  const { rt60, directToReverberant } = completeValues(PARAMETERS, { ...parameters }, "room");
  const seconds = draw(rt60, random);
  const ratio = draw(directToReverberant, random);
  const response = roomResponse(seconds * sampleRate, 10 ** (-ratio / 10), random);
  const heard = convolve(samples, response).subarray(0, samples.length);
  const loudness = power(heard);
  const factor = loudness === 0 ? 1 : Math.sqrt(power(samples) / loudness);
  return heard.map((sample) => factor * sample);
}

/** Ends where the reflections have fallen by 60 dB, a factor of 1000 in amplitude. `energy` is that of all reflections; the direct sound's is 1. */
function roomResponse(length: number, energy: number, random: Random): Float32Array {
  const response = Float32Array.from(
    { length: Math.max(2, Math.ceil(length)) },
    (_, t) => random.normal() * 1000 ** (-t / length),
  );
  response[0] = 0;
  const factor = Math.sqrt(energy / (power(response) * response.length));
  return response.map((value, t) => (t === 0 ? 1 : factor * value));
}
