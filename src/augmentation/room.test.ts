import { expect, test } from "vitest";
import { speechSignal } from "../features/speech.fixture.ts";
import { Random } from "../math/statistics/random.ts";
import { power } from "./power.ts";
import { room } from "./room.ts";

const RATE = 16_000;

/** The response to an impulse at the beginning. */
function response(rt60: number, directToReverberant: number, seed = 1): Float32Array {
  const impulse = new Float32Array(Math.ceil(2 * rt60 * RATE));
  impulse[0] = 1;
  const fixed = {
    rt60: [rt60, rt60],
    directToReverberant: [directToReverberant, directToReverberant],
  } as const;
  return room(impulse, { sampleRate: RATE, ...fixed, random: new Random(seed) });
}

/** Schroeder 1965: the energy that is still to come, in dB, falls by a line whose slope gives RT60; here between -5 and -35 dB of the reflections. */
function reverberationTime(reflections: Float32Array): number {
  const left = Float64Array.from(reflections, (sample) => sample ** 2);
  for (let i = left.length - 2; i >= 0; i--) left[i]! += left[i + 1]!;
  const below = (decibels: number): number =>
    left.findIndex((energy) => 10 * Math.log10(energy / left[0]!) < -decibels);
  return ((60 / 30) * (below(35) - below(5))) / RATE;
}

test.each([0.2, 0.5, 0.8, 1.5])("Schroeder's integral falls by 60 dB in %d s", (rt60) => {
  expect(reverberationTime(response(rt60, 0).subarray(1)) / rt60).toBeCloseTo(1, 1);
});

test.each([-5, 0, 10])("the direct sound lies %d dB over the reflections", (ratio) => {
  const heard = response(0.4, ratio);
  const reflections = heard.subarray(1);
  const measured = 10 * Math.log10(heard[0]! ** 2 / (power(reflections) * reflections.length));
  expect(measured).toBeCloseTo(ratio, 2);
});

test("length and loudness of speech stay", () => {
  const voice = speechSignal();
  const heard = room(voice, { sampleRate: 22_050, rt60: [0.2, 0.8], random: new Random(1) });
  expect(heard.length).toBe(voice.length);
  expect(power(heard) / power(voice)).toBeCloseTo(1, 4);
  expect(heard).not.toEqual(voice);
});
