import { describe, expect, test } from "vitest";
import { speechSignal } from "../features/speech.fixture.ts";
import { Random } from "../math/statistics/random.ts";
import { bandLimit } from "./band-limit.ts";
import { power } from "./power.ts";
import { bandEnergy } from "./spectrum.fixture.ts";

describe.each([8000, 16_000, 22_050, 48_000])("at %d Hz", (rate) => {
  const random = new Random(1);
  const noise = Float32Array.from({ length: 1 << 15 }, () => 0.1 * random.normal());
  const heard = bandLimit(noise, { sampleRate: rate, codec: "pcm" });
  const decibels = (band: readonly [number, number]): number =>
    10 * Math.log10(bandEnergy(heard, rate, band) / bandEnergy(noise, rate, band));

  test("the length stays", () => expect(heard.length).toBe(noise.length));

  test("what lies between 400 and 3300 Hz passes", () => {
    expect(Math.abs(decibels([400, 3300]))).toBeLessThan(0.1);
  });

  // at both ends of the clip the filter begins and ends in the midst of noise
  test("what lies outside is gone", () => {
    expect(decibels([0, 200])).toBeLessThan(-35);
    expect(decibels([3500, rate / 2])).toBeLessThan(-35);
  });
});

test("a telephone's sine is neither late nor softer", () => {
  const sine = Float32Array.from(
    { length: 22_050 },
    (_, n) => 0.5 * Math.sin((2 * Math.PI * 1000 * n) / 22_050),
  );
  const heard = bandLimit(sine, { sampleRate: 22_050, codec: "pcm" });
  const errors = heard
    .subarray(2000, 20_000)
    .map((sample, i) => Math.abs(sample - sine[i + 2000]!));
  expect(Math.max(...errors)).toBeLessThan(2e-3);
});

test("µ-law adds noise of 35 to 41 dB under the speech", () => {
  const voice = speechSignal();
  const [pcm, coded] = (["pcm", "mu-law"] as const).map((codec) =>
    bandLimit(voice, { sampleRate: 22_050, codec }),
  );
  const added = coded!.map((sample, i) => sample - pcm![i]!);
  const ratio = 10 * Math.log10(power(pcm!) / power(added));
  expect(ratio).toBeGreaterThan(35);
  expect(ratio).toBeLessThan(41);
});
