import { describe, expect, test } from "vitest";
import golden from "./classic-frames.golden.json" with { type: "json" };
import { chromaStft } from "./chroma.ts";
import { spectralContrast } from "./contrast.ts";
import { chromaCqt, constantQ } from "./cqt.ts";
import type { Frames } from "./frames.ts";
import { harmonic, harmonicMask } from "./hpss.ts";
import { melSpectrogram } from "./mel.ts";
import { mfcc } from "./mfcc.ts";
import { magnitude, stft } from "./stft.ts";
import { syntheticSignal } from "./synthetic.fixture.ts";
import { tonnetz } from "./tonnetz.ts";
import { estimateTuning } from "./tuning.ts";

const SAMPLE_RATE = 22_050;
const LENGTHS: Readonly<Record<string, number>> = {
  harmonics: 33_075,
  chirp: 44_100,
  noise: 33_075,
  bursts: 33_075,
};

/** Every `step`th value of the chosen frames. */
function pick({ data, width }: Frames, frames: readonly number[], step = 1): number[][] {
  return frames.map((f) => {
    const row = [...data.subarray(f * width, (f + 1) * width)];
    return row.filter((_, i) => i % step === 0);
  });
}

/** The largest difference, relative to the largest expected value. */
function relativeError(ours: readonly number[][], theirs: readonly number[][]): number {
  expect(ours.map((row) => row.length)).toEqual(theirs.map((row) => row.length));
  const [a, b] = [ours.flat(), theirs.flat()];
  const largest = Math.max(...b.map(Math.abs));
  return Math.max(...a.map((x, i) => Math.abs(x - b[i]!))) / largest;
}

/** The share of values that are further off than 2 % of the expected values' standard deviation. */
function shareOff(ours: readonly number[][], theirs: readonly number[][]): number {
  expect(ours.map((row) => row.length)).toEqual(theirs.map((row) => row.length));
  const [a, b] = [ours.flat(), theirs.flat()];
  const mean = b.reduce((sum, x) => sum + x, 0) / b.length;
  const spread = Math.sqrt(b.reduce((sum, x) => sum + (x - mean) ** 2, 0) / b.length);
  return a.filter((x, i) => Math.abs(x - b[i]!) > 0.02 * spread).length / a.length;
}

describe.each(Object.entries(golden.signals))("frames of %s as librosa's", (name, expected) => {
  const { frames } = expected;
  const samples = syntheticSignal(name, LENGTHS[name]!);
  const magnitudes = magnitude(stft(samples));
  const mel = melSpectrogram(magnitudes, SAMPLE_RATE);

  test.each([
    ["stft", pick(magnitudes, frames, 8), expected.stftEvery8],
    ["mel spectrogram", pick(mel, frames), expected.melspectrogram],
    ["mfcc", pick(mfcc(mel, { nMfcc: 40 }), frames), expected.mfcc],
    ["chroma", pick(chromaStft(magnitudes, SAMPLE_RATE), frames), expected.chromaStft],
    [
      "contrast",
      pick(spectralContrast(magnitudes, SAMPLE_RATE), frames),
      expected.spectralContrast,
    ],
  ])("%s within 1e-5 of the largest value", (_, ours, theirs) => {
    expect(relativeError(ours, theirs)).toBeLessThanOrEqual(1e-5);
  });

  test("number of frames and tuning", () => {
    expect(magnitudes.count).toBe(expected.frameCount);
    expect(estimateTuning(magnitudes, SAMPLE_RATE)).toBeCloseTo(expected.chromaTuning, 9);
  });

  test("harmonic part, its spectrum and its samples, within 1e-5 of the largest value", () => {
    const mask = harmonicMask(magnitudes);
    const data = magnitudes.data.map((size, i) => size * mask.data[i]!);
    const part = pick({ ...magnitudes, data }, frames, 8);
    expect(relativeError(part, expected.hpssHarmonicEvery8)).toBeLessThanOrEqual(1e-5);
    const heard = [...harmonic(samples).subarray(10_000, 10_064)];
    const largest = Math.max(...samples.map(Math.abs));
    for (const [i, sample] of expected.harmonicSamples.entries()) {
      expect(Math.abs(heard[i]! - sample)).toBeLessThanOrEqual(1e-5 * largest);
    }
  });

  test("constant-Q transform, its chroma and tonnetz within 2 % of their spread for 95 % of values", () => {
    const part = harmonic(samples);
    const tuning = estimateTuning(magnitude(stft(part)), SAMPLE_RATE, 36);
    expect(tuning).toBeCloseTo(expected.cqtTuning, 9);
    const cqt = constantQ(part, SAMPLE_RATE);
    const chroma = chromaCqt(part, SAMPLE_RATE);
    expect(cqt.count).toBe(expected.cqtFrameCount);
    expect(shareOff(pick(cqt, frames, 4), expected.cqtEvery4)).toBeLessThanOrEqual(0.05);
    expect(shareOff(pick(chroma, frames), expected.chromaCqt)).toBeLessThanOrEqual(0.05);
    expect(shareOff(pick(tonnetz(chroma), frames), expected.tonnetz)).toBeLessThanOrEqual(0.05);
  });
});
