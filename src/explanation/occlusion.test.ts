import { expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { Occlusion } from "./occlusion.ts";

const RATE = 16_000;
const random = new Random(3);
const noise = Float32Array.from({ length: RATE * 2 }, () => random.uniform() - 0.5);

function power(samples: Float32Array, from = 0, to = Infinity): number {
  return samples.slice(from, to).reduce((sum, one) => sum + one * one, 0);
}

test("what is removed by all stretches, or by all bands, is the whole recording", () => {
  const occlusion = new Occlusion(noise, RATE);
  expect(occlusion.times).toHaveLength(8);
  expect(occlusion.bands).toHaveLength(8);
  for (const parts of [
    occlusion.times.map((_, time) => ({ time })),
    occlusion.bands.map((_, band) => ({ band })),
  ]) {
    const removed = new Float64Array(noise.length);
    for (const part of parts) {
      const left = occlusion.without(part);
      for (const [i, sample] of noise.entries()) removed[i]! += sample - left[i]!;
    }
    const error = Math.max(...removed.map((sum, i) => Math.abs(sum - noise[i]!)));
    expect(error).toBeLessThan(1e-5);
  }
});

test("a stretch is silent in its middle and whole two stretches on", () => {
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
