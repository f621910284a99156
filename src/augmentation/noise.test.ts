import { describe, expect, test } from "vitest";
import { speechSignal } from "../features/speech.fixture.ts";
import { Random } from "../math/statistics/random.ts";
import { noise, NOISE_COLORS } from "./noise.ts";
import { power } from "./power.ts";
import { bandEnergy } from "./spectrum.fixture.ts";

const RATE = 22_050;
const voice = speechSignal();

function addedNoise(snr: number, color: (typeof NOISE_COLORS)[number], seed = 1): Float32Array {
  const noisy = noise(voice, {
    sampleRate: RATE,
    snr: [snr, snr],
    color,
    random: new Random(seed),
  });
  return noisy.map((sample, i) => sample - voice[i]!);
}

describe.each(NOISE_COLORS)("%s noise", (color) => {
  test.each([-10, 0, 5, 20, 40])("lies %d dB under the speech", (snr) => {
    const measured = 10 * Math.log10(power(voice) / power(addedNoise(snr, color)));
    expect(measured).toBeCloseTo(snr, 2);
  });

  test("is as strong at the beginning as at the end", () => {
    const added = addedNoise(10, color);
    const half = added.length >> 1;
    const levels = [added.subarray(0, half), added.subarray(half)].map((part) =>
      bandEnergy(part.subarray(0, 16_000), RATE, [500, 11_000]),
    );
    expect(Math.abs(10 * Math.log10(levels[0]! / levels[1]!))).toBeLessThan(0.5);
  });
});

// the energy of each octave: white noise's doubles, pink noise's stays
test.each([
  ["white", 3.01],
  ["pink", 0],
] as const)("an octave of %s noise has %d dB more than the one below", (color, rise) => {
  const loud = new Float32Array(1 << 17).fill(0.5);
  const noisy = noise(loud, { sampleRate: RATE, snr: [0, 0], color, random: new Random(3) });
  const added = noisy.map((sample) => sample - 0.5);
  const levels = [80, 160, 320, 640, 1280, 2560, 5120].map(
    (from) => 10 * Math.log10(bandEnergy(added, RATE, [from, 2 * from])),
  );
  const slope = (levels.at(-1)! - levels[0]!) / (levels.length - 1);
  expect(Math.abs(slope - rise)).toBeLessThan(0.2);
});

test("the ratio is drawn from the whole range", () => {
  const ratios = Array.from({ length: 40 }, (_, seed) => {
    const noisy = noise(voice, { sampleRate: RATE, snr: [5, 20], random: new Random(seed) });
    return 10 * Math.log10(power(voice) / power(noisy.map((s, i) => s - voice[i]!)));
  });
  expect(Math.min(...ratios)).toBeGreaterThanOrEqual(4.99);
  expect(Math.min(...ratios)).toBeLessThan(7);
  expect(Math.max(...ratios)).toBeGreaterThan(18);
  expect(Math.max(...ratios)).toBeLessThanOrEqual(20.01);
});

test("silence stays silent", () => {
  const silence = noise(new Float32Array(50), {
    sampleRate: RATE,
    snr: [0, 0],
    random: new Random(1),
  });
  expect(silence).toEqual(new Float32Array(50));
});
