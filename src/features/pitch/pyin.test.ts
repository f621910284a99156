import { expect, test } from "vitest";
import { type ParityGolden, testParity } from "../parity.fixture.ts";
import f0 from "./pyin-f0.golden.json" with { type: "json" };
import voicedFlag from "./pyin-voiced-flag.golden.json" with { type: "json" };
import voicedProb from "./pyin-voiced-prob.golden.json" with { type: "json" };
import { type Pitch, pyin, type PyinOptions } from "./pyin.ts";

const GOLDENS: Readonly<Record<keyof Pitch, ParityGolden>> = { f0, voicedFlag, voicedProb };

for (const [part, golden] of Object.entries(GOLDENS)) {
  testParity(golden, (samples, options: Omit<PyinOptions, "sampleRate">) => {
    const data = pyin(samples, { sampleRate: 22_050, ...options })[part as keyof Pitch];
    return { data, count: data.length, width: 1 };
  });
}

const RANGE = { fmin: 60, fmax: 500 };

/** A pulse every 100 samples, silence after `end`. */
function pulses(end: number): Float32Array {
  return Float32Array.from({ length: 8000 }, (_, i) => (i % 100 === 0 && i < end ? 1 : 0));
}

test("a voice that ends: its pitch to the resolution, then what fillNa says", () => {
  const samples = pulses(4000);
  const { f0, voicedFlag, voicedProb } = pyin(samples, { sampleRate: 16_000, ...RANGE });
  for (const frequency of f0.subarray(0, 6)) {
    expect(Math.abs(12 * Math.log2(frequency / 160))).toBeLessThan(0.05);
  }
  expect(voicedFlag.subarray(0, 6)).toEqual(new Uint8Array(6).fill(1));
  expect(f0.subarray(-5)).toEqual(new Float64Array(5).fill(NaN));
  expect(voicedFlag.subarray(-5)).toEqual(new Uint8Array(5));
  expect(voicedProb.subarray(-5)).toEqual(new Float64Array(5));
  const filled = pyin(samples, { sampleRate: 16_000, ...RANGE, fillNa: -1 });
  expect(filled.f0.subarray(-5)).toEqual(new Float64Array(5).fill(-1));
  const guessed = pyin(samples, { sampleRate: 16_000, ...RANGE, fillNa: "none" });
  expect(guessed.voicedFlag).toEqual(voicedFlag);
  for (const frequency of guessed.f0) expect(frequency).toBeGreaterThanOrEqual(60);
});

test("a range narrower than a frame's step, which librosa refuses", () => {
  const { f0 } = pyin(pulses(8000), { sampleRate: 16_000, fmin: 155, fmax: 165, fillNa: "none" });
  for (const frequency of f0) expect(Math.abs(frequency - 160)).toBeLessThanOrEqual(5);
});
