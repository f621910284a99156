import type { EffectOptions } from "./effect-options.ts";
import type * as v from "valibot";
import { convolve } from "../math/fourier/convolution.ts";
import type { Random } from "../math/statistics/random.ts";
import { complete } from "../options/check.ts";
import { group, withDefault } from "../options/schema.ts";
import { draw, drawRange } from "./draw-range.ts";
import { power } from "./power.ts";

/** Parameters of `room`. */
export const ROOM = group({
  rt60: drawRange([0.05, 5], { text: "time in which the reverberation falls by 60 dB", unit: "s" }),
  directToReverberant: withDefault(
    drawRange([-20, 40], {
      text: "ratio of the direct sound's energy to that of all reflections",
      unit: "dB",
    }),
    [0, 10],
  ),
});

/** Parameters of `ROOM`. */
export type RoomParameters = v.InferInput<typeof ROOM>;

/**
 * Reverberation by a synthetic response: the direct sound, then Gaussian noise that decays exponentially (Polack's model of a diffuse
 * field). Length and mean power stay those of the clip; reverberation after its end is cut off.
 * @throws {AffektError} `invalid-argument` for parameters that are unknown or out of range.
 */
export function room(
  samples: Float32Array,
  { sampleRate, random, ...parameters }: EffectOptions<RoomParameters>,
): Float32Array {
  const { rt60, directToReverberant } = complete(ROOM, parameters, "room");
  const seconds = draw(rt60, random);
  const ratio = draw(directToReverberant, random);
  const response = roomResponse(seconds * sampleRate, 10 ** (-ratio / 10), random);
  const heard = convolve(samples, response).subarray(0, samples.length);
  const loudness = power(heard);
  const factor = loudness === 0 ? 1 : Math.sqrt(power(samples) / loudness);
  return heard.map((sample) => factor * sample);
}

/** Ends where the reflections have fallen by 60 dB, a factor of 1000 in amplitude. energy: of all reflections, relative to the direct sound. */
function roomResponse(length: number, energy: number, random: Random): Float32Array {
  const response = Float32Array.from(
    { length: Math.max(2, Math.ceil(length)) },
    (_, t) => random.normal() * 1000 ** (-t / length),
  );
  response[0] = 0;
  const factor = Math.sqrt(energy / (power(response) * response.length));
  return response.map((value, t) => (t === 0 ? 1 : factor * value));
}
