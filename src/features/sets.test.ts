import { describe, expect, test } from "vitest";
import { kernels } from "../math/kernels.ts";
import { Random } from "../math/random.ts";
import { extractFeatures } from "./extract.ts";
import { clipVector, columnsOf, FEATURE_SETS, featureSet, hashOf } from "./sets.ts";
import { syntheticSignal } from "./synthetic.fixture.ts";

// Vectors and models on disk are told apart by these: a change of columns raises the set's version and changes its hash.
test.each([
  ["classic", 193, "56cca577"],
  ["classic-180", 180, "5c86b1b8"],
])("%s keeps its %i columns and its hash", (name, count, hash) => {
  const set = featureSet(name);
  const columns = columnsOf(set);
  expect(columns).toHaveLength(count);
  expect(new Set(columns).size).toBe(count);
  expect(hashOf(set)).toBe(hash);
});

test("columns are named after their descriptors, in the sets' order", () => {
  const columns = columnsOf(featureSet("classic"));
  expect(FEATURE_SETS).toEqual(["classic", "classic-180"]);
  expect([0, 39, 40, 51, 52, 179, 180, 186, 187, 192].map((i) => columns[i])).toEqual([
    "mfcc_0",
    "mfcc_39",
    "chroma_C",
    "chroma_B",
    "mel_0",
    "mel_127",
    "contrast_0",
    "contrast_6",
    "tonnetz_fifth_x",
    "tonnetz_major_y",
  ]);
});

test("an unknown set is refused with those there are", () => {
  expect(() => featureSet("egemaps")).toThrowError(
    expect.objectContaining({
      code: "invalid-argument",
      message: "feature set: expected one of classic, classic-180, got egemaps",
    }),
  );
});

const random = new Random(5);

const SIGNALS: Readonly<Record<string, Float32Array>> = {
  empty: new Float32Array(0),
  "one sample": Float32Array.of(0.5),
  "two samples": Float32Array.of(0.5, -0.5),
  "shorter than a hop": syntheticSignal("sine", 300),
  "shorter than half a frame": syntheticSignal("sine", 1023),
  "a frame but one sample": syntheticSignal("sine", 2047),
  "digital silence": new Float32Array(30_000),
  constant: new Float32Array(30_000).fill(1),
  "full-scale clipped square wave": Float32Array.from({ length: 30_000 }, (_, i) =>
    Math.floor(i / 50) % 2 === 0 ? 1 : -1,
  ),
  "the smallest numbers": new Float32Array(30_000).fill(1e-45),
  "large numbers": Float32Array.from({ length: 30_000 }, () => 1e6 * (random.uniform() - 0.5)),
  "one sample in silence": Float32Array.from({ length: 30_000 }, (_, i) => (i === 20_000 ? 1 : 0)),
};

describe.each(FEATURE_SETS)("every value of %s is finite", (name) => {
  const set = featureSet(name);

  test.each(Object.entries(SIGNALS))("of %s", (_, samples) => {
    const vector = clipVector(samples, set);
    expect(vector).toHaveLength(columnsOf(set).length);
    expect(vector.every(Number.isFinite)).toBe(true);
  });

  test.each([4000, 8000, 22_050, 192_000])("of recordings at %i Hz", (sampleRate) => {
    for (const seconds of [0, 0.001, 0.5]) {
      const samples = Float32Array.from({ length: sampleRate * seconds }, () => random.uniform());
      const audio = { channels: [samples, samples], sampleRate, format: "wav", warnings: [] };
      const { vector, durationSeconds } = extractFeatures(audio, set);
      expect(vector).toHaveLength(columnsOf(set).length);
      expect(vector.every(Number.isFinite)).toBe(true);
      expect(durationSeconds).toBe(samples.length / sampleRate);
    }
  });
});

test("digital silence has librosa's values", () => {
  const vector = clipVector(new Float32Array(22_050), featureSet("classic"));
  // every mel band at -100 dB, of which the first coefficient of an orthonormal DCT is sqrt(128) times that
  expect(vector[0]).toBeCloseTo(-100 * Math.sqrt(128), 3);
  expect(vector.subarray(1).every((value) => Math.abs(value) < 1e-4)).toBe(true);
});

test("the same samples give the same vector, whatever came before", () => {
  const set = featureSet("classic");
  const samples = syntheticSignal("bursts", 33_075);
  const first = clipVector(samples, set);
  for (const other of Object.values(SIGNALS)) clipVector(other, set);
  expect(clipVector(samples, set)).toEqual(first);
});

test("the kernels' memory does not grow with the number of clips", () => {
  const set = featureSet("classic");
  const lengths = [12_000, 8000, 500, 9001];
  const noise = Float32Array.from({ length: 13_000 }, () => random.uniform() - 0.5);
  const run = (clips: number): number => {
    for (let i = 0; i < clips; i++) {
      // a level that changes moves the estimated tuning, for which filters are made
      clipVector(noise.subarray(i, lengths[i % lengths.length]), set);
    }
    return kernels().call.memory.buffer.byteLength;
  };
  const afterFew = run(8);
  expect(run(300)).toBe(afterFew);
});
