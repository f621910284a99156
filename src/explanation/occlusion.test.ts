import { expect, test } from "vitest";
import { Random } from "../math/statistics/random.ts";
import { Occlusion } from "./occlusion.ts";

const RATE = 16_000;
const random = new Random(3);
const noise = Float32Array.from({ length: RATE * 2 }, () => random.uniform() - 0.5);

function power(samples: Float32Array, from = 0, to = Infinity): number {
  return samples.slice(from, to).reduce((sum, one) => sum + one * one, 0);
}

test("there are stretches of a quarter of a second, and eight bands up to the top", () => {
  const { times, bands } = new Occlusion(noise, RATE);
  expect(times).toHaveLength(8);
  expect(times[3]).toEqual({ startSeconds: 0.75, endSeconds: 1 });
  expect(bands).toHaveLength(8);
  expect([bands[0]!.lowHz, bands.at(-1)!.highHz]).toEqual([0, expect.closeTo(8000, 6)]);
  for (const [b, { highHz }] of bands.slice(0, -1).entries()) {
    expect(highHz).toBe(bands[b + 1]!.lowHz);
  }
});

test("a pause stays as it is", () => {
  const speech = noise.map((sample, i) => (i < RATE ? 0.001 * sample : sample));
  const left = new Occlusion(speech, RATE).without({ time: 1 });
  expect(power(left, 0, 0.8 * RATE)).toBeGreaterThan(0.3 * power(speech, 0, 0.8 * RATE));
});

test("a stretch is quiet in its middle and whole two stretches on", () => {
  const left = new Occlusion(noise, RATE).without({ time: 2 });
  const [middle, width] = [Math.round(0.625 * RATE), 200];
  expect(power(left, middle - width, middle + width)).toBeLessThan(
    0.01 * power(noise, middle - width, middle + width),
  );
  expect(power(left, RATE)).toBeCloseTo(power(noise, RATE), 2);
});

test("a band takes the tone within it, within a stretch alone", () => {
  const tone = Float32Array.from({ length: RATE }, (_, i) =>
    Math.sin((2 * Math.PI * 440 * i) / RATE),
  );
  const occlusion = new Occlusion(tone, RATE, 4000);
  const band = occlusion.bands.findIndex(({ lowHz, highHz }) => lowHz <= 440 && 440 < highHz);
  expect(power(occlusion.without({ band }))).toBeLessThan(0.3 * power(tone));
  expect(power(occlusion.without({ band: 7 }))).toBeCloseTo(power(tone), 1);
  const left = occlusion.without({ time: 0, band });
  expect(power(left, 0, RATE / 8)).toBeLessThan(0.5 * power(tone, 0, RATE / 8));
  expect(power(left, RATE / 2)).toBeCloseTo(power(tone, RATE / 2), 1);
  expect(occlusion.bands.at(-1)!.highHz).toBeCloseTo(4000, 6);
});
