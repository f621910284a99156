import { describe, expect, test } from "vitest";
import { kernels } from "../../math/kernels.ts";
import { Random } from "../../math/random.ts";
import { clipValues } from "./vector.ts";
import { DESCRIPTOR_NAMES } from "../descriptors.ts";
import { delta } from "../delta.ts";
import { extractFeatures } from "../extraction/extract.ts";
import { melSpectrogram } from "../spectral/mel.ts";
import { mfcc } from "../spectral/mfcc.ts";
import { columnsOf, describeColumns, isSequence } from "./columns.ts";
import { descriptorOf, type FeatureSet, type FeatureSetDefinition } from "./definition.ts";
import { hashOf } from "./hash.ts";
import { FEATURE_SETS, featureSet } from "./sets.ts";
import { magnitude, stft } from "../../signal/stft.ts";
import { syntheticSignal } from "../synthetic.fixture.ts";

// Values and models on disk are told apart by these: a change of values raises the set's or the descriptor's version and changes its hash.
test.each([
  ["classic", 193, "f987297c3a6a7214"],
  ["classic-180", 180, "b232e1a9c1b68796"],
  ["frames", 64, "dd26040910d5d1d0"],
  ["frames-mfcc", 60, "d425bd0e19ffce7e"],
])("%s keeps its %i columns and its hash", (name, count, hash) => {
  const set = featureSet(name);
  const columns = columnsOf(set);
  expect(columns).toHaveLength(count);
  expect(new Set(columns).size).toBe(count);
  expect(hashOf(set)).toBe(hash);
});

test("columns are named after their descriptors, in the sets' order", () => {
  const columns = columnsOf(featureSet("classic"));
  expect(FEATURE_SETS).toEqual(["classic", "classic-180", "frames", "frames-mfcc"]);
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
      message:
        "feature set: expected one of classic, classic-180, frames, frames-mfcc, or a .json file that defines one, got egemaps",
    }),
  );
});

const OWN: FeatureSetDefinition = {
  name: "own",
  sampleRate: 16_000,
  framing: { nFft: 1024, hopLength: 256 },
  statistics: ["mean", "std"],
  descriptors: [
    { name: "mfcc", nMfcc: 13, nMels: 40 },
    { name: "melSpectrogram", nMels: 2, statistics: ["percentile90"], prefix: "loud" },
  ],
};

describe("a set that someone composes", () => {
  test("columns, values and their explanation", () => {
    const set = featureSet(OWN);
    const columns = describeColumns(set);
    expect(columns).toHaveLength(28);
    expect([0, 13, 27].map((i) => columns[i])).toEqual([
      {
        name: "mfcc_0",
        description: "mean over time of the mel-frequency cepstral coefficient 0, the level",
        unit: "dB",
      },
      {
        name: "mfcc_0_std",
        description:
          "standard deviation over time of the mel-frequency cepstral coefficient 0, the level",
        unit: "dB",
      },
      {
        name: "loud_1_percentile90",
        description:
          "percentile 90 over time of the power in the mel band around 2836 Hz (1006 to 8000)",
        unit: "full scale²",
      },
    ]);
    const samples = syntheticSignal("bursts", 20_000);
    const values = clipValues(samples, set);
    const means = featureSet({ ...OWN, statistics: ["mean"], descriptors: [OWN.descriptors[0]!] });
    expect(values).toHaveLength(28);
    expect(values.subarray(0, 13)).toEqual(clipValues(samples, means));
  });

  test("it survives JSON and cloning with its hash", () => {
    const set = featureSet(OWN);
    const copy = JSON.parse(JSON.stringify(set)) as FeatureSet;
    expect(copy).toEqual(set);
    expect(structuredClone(set)).toEqual(set);
    expect(featureSet(copy)).toEqual(set);
    expect(hashOf(featureSet(copy))).toBe(hashOf(set));
    expect(featureSet(featureSet("classic"))).toBe(featureSet("classic"));
  });

  test("deltas follow the values, however few frames there are", () => {
    const descriptors = [{ name: "mfcc", nMfcc: 3, deltas: 2 }] as const;
    const set = featureSet({ name: "own", descriptors });
    expect(columnsOf(set)).toEqual(
      ["", "_delta", "_delta2"].flatMap((end) => [0, 1, 2].map((i) => `mfcc_${i}${end}`)),
    );
    expect(describeColumns(set)[4]).toEqual({
      name: "mfcc_1_delta",
      description: "slope over nine frames of the mel-frequency cepstral coefficient 1",
      unit: "dB/frame",
    });
    const samples = syntheticSignal("bursts", 20_000);
    const coefficients = mfcc(melSpectrogram(magnitude(stft(samples)), 22_050), { nMfcc: 3 });
    const second = delta(coefficients, { order: 2 });
    const values = clipValues(samples, set);
    for (const f of [0, 20, 39]) {
      expect(values.subarray(f * 9, f * 9 + 3)).toEqual(
        coefficients.data.subarray(f * 3, f * 3 + 3),
      );
      expect(values.subarray(f * 9 + 6, f * 9 + 9)).toEqual(second.data.subarray(f * 3, f * 3 + 3));
    }
    for (const length of [0, 1, 512 * 7, 512 * 8]) {
      const few = clipValues(samples.subarray(0, length), set);
      expect(few).toHaveLength(9 * (1 + Math.floor(length / 512)));
      expect(few.every(Number.isFinite)).toBe(true);
    }
  });

  test("a pitch counts where there is one", () => {
    const pitch = { name: "pyin", statistics: ["mean", "min"], fmin: 200, fmax: 600 } as const;
    const set = featureSet({ name: "own", descriptors: [pitch] });
    const samples = syntheticSignal("sine", 44_100);
    samples.fill(0, 22_050);
    const [f0, voiced, , lowest] = clipValues(samples, set);
    expect([f0, lowest]).toEqual([expect.closeTo(440, -1), expect.closeTo(440, -1)]);
    expect(voiced).toBeGreaterThan(0.4);
    expect(voiced).toBeLessThan(0.6);
    expect(clipValues(new Float32Array(22_050), set)[0]).toBe(0);
    const frames = featureSet({ name: "own", descriptors: [{ ...pitch, statistics: [] }] });
    expect(clipValues(samples, frames).at(-3)).toBe(0);
  });

  test("one value a recording stands beside statistics", () => {
    const set = featureSet({
      name: "own",
      descriptors: [{ name: "tempo" }, { name: "rms", statistics: ["max"] }],
    });
    expect(columnsOf(set)).toEqual(["tempo", "rms_max"]);
    expect(isSequence(set)).toBe(false);
    expect(clipValues(syntheticSignal("bursts", 88_200), set)).toHaveLength(2);
  });

  test("a sequence has no statistics", () => {
    const set = featureSet({
      name: "own",
      descriptors: [{ name: "mfcc" }, { name: "chromaStft" }],
    });
    expect(isSequence(set)).toBe(true);
    const samples = syntheticSignal("harmonics", 5120);
    const values = clipValues(samples, set);
    expect(values).toHaveLength(11 * 32);
    const alone = clipValues(
      samples,
      featureSet({ name: "own", descriptors: [{ name: "chromaStft" }] }),
    );
    expect(values.subarray(3 * 32 + 20, 4 * 32)).toEqual(alone.subarray(3 * 12, 4 * 12));
  });

  test.each<[string, Partial<FeatureSetDefinition>, boolean]>([
    ["a default that is written out", { version: 1 }, true],
    [
      "another default that is written out",
      { framing: { nFft: 1024, hopLength: 256, window: "hann" } },
      true,
    ],
    ["its name", { name: "other" }, false],
    ["its version", { version: 2 }, false],
    ["its rate", { sampleRate: 22_050 }, false],
    ["its framing", { framing: { nFft: 1024, hopLength: 128 } }, false],
    ["its statistics", { statistics: ["std", "mean"] }, false],
    ["its descriptors", { descriptors: OWN.descriptors.toReversed() }, false],
  ])("its hash tells %s", (_, change, isSame) => {
    const changed = featureSet({ ...OWN, ...change });
    expect(hashOf(changed) === hashOf(featureSet(OWN))).toBe(isSame);
  });

  test.each([
    [[], "a feature set is an object with name and descriptors, got []"],
    [{ ...OWN, name: "" }, 'name must be some text, got ""'],
    [{ ...OWN, descriptors: [] }, "descriptors must be a list of descriptors, got []"],
    [
      { ...OWN, feature: 1 },
      'has no "feature"; it takes name, version, sampleRate, framing, statistics, descriptors',
    ],
    [{ ...OWN, sampleRate: "16k" }, 'sampleRate must be an integer from 1, got "16k"'],
    [{ ...OWN, framing: { nFft: 1 } }, "framing: nFft must be an integer from 2, got 1"],
    [{ ...OWN, framing: { window: "bell" } }, /^set: descriptors\[0\]: window: .*bell/],
    [
      { ...OWN, statistics: ["average"] },
      /^set: statistics must be a list of statistics \(mean, std, .*, percentile0 to percentile100\), got \["average"\]$/,
    ],
    [
      { ...OWN, descriptors: [{ name: "mfccs" }] },
      /^set: descriptors\[0\]: name must be one of .*, mfcc, .*, got "mfccs"$/,
    ],
    [{ ...OWN, descriptors: ["mfcc"] }, /descriptors\[0\]: name must be one of .*, got "mfcc"/],
    [
      { ...OWN, descriptors: [{ name: "mfcc", nMfcc: 0 }] },
      "descriptors[0]: mfcc: nMfcc must be an integer in [1, 128], got 0",
    ],
    [
      { ...OWN, descriptors: [{ name: "mfcc", nMfcc: "13" }] },
      'descriptors[0] (mfcc): nMfcc must be a number, got "13"',
    ],
    [
      { ...OWN, descriptors: [{ name: "chromaStft", norm: "l2" }] },
      'descriptors[0] (chromaStft): norm must be a number or max or none, got "l2"',
    ],
    [
      { ...OWN, descriptors: [{ name: "mfcc", deltas: 3 }] },
      "descriptors[0] (mfcc): deltas must be 0, 1 or 2, got 3",
    ],
    [
      { ...OWN, descriptors: [{ name: "tempo", statistics: ["max"] }] },
      "descriptors[0] (tempo): has one value for the whole recording, so it takes neither statistics nor deltas",
    ],
    [
      { ...OWN, descriptors: [{ name: "pyin", deltas: 1 }] },
      "descriptors[0] (pyin): has no value in some frames, so it takes no deltas",
    ],
    [
      { ...OWN, sampleRate: 8000, descriptors: [{ name: "spectralContrast" }] },
      /^set: descriptors\[0\]: spectralContrast: /,
    ],
    [
      { ...OWN, descriptors: [{ name: "mfcc", coefficients: 13 }] },
      /descriptors\[0\] \(mfcc\): has no "coefficients"; it takes nMfcc, nMels, .*prefix, deltas, statistics/,
    ],
    [
      { ...OWN, descriptors: [{ name: "mfcc", nMfcc: 50, nMels: 40 }] },
      "descriptors[0]: mfcc: nMfcc must be an integer in [1, 40], got 50",
    ],
    [
      { ...OWN, descriptors: [{ name: "mfcc" }, { name: "mfcc", fmin: 100 }] },
      "two columns are named mfcc_0; give one descriptor another prefix",
    ],
    [
      { ...OWN, descriptors: [{ name: "mfcc" }, { name: "chromaStft", statistics: [] }] },
      /descriptors\[0\] gives one value a clip where others, .*; give statistics to all or to none/,
    ],
    [
      { ...OWN, name: "classic" },
      /^set: classic is the name of a set of Affekt's own, version 2, which this is not/,
    ],
  ])("what is wrong with it is said: %j", (definition, message) => {
    const text = typeof message === "string" ? `set: ${message}` : expect.stringMatching(message);
    expect(() => featureSet(definition as FeatureSetDefinition, "set")).toThrowError(
      expect.objectContaining({ code: "invalid-argument", message: text }),
    );
  });
});

describe.each(DESCRIPTOR_NAMES)("the descriptor %s", (name) => {
  test("has a column, with description, for each of its values", () => {
    const { perClip } = descriptorOf(name);
    const set = featureSet({
      name: "own",
      statistics: perClip ? [] : ["mean"],
      descriptors: [{ name }],
    });
    const columns = describeColumns(set);
    expect(clipValues(syntheticSignal("harmonics", 22_050), set)).toHaveLength(columns.length);
    for (const { description } of columns) expect(description).toMatch(/\w/);
  });
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

/** Every descriptor with statistics that have to be defined where nothing varies. */
const EVERYTHING: FeatureSetDefinition = {
  name: "everything",
  descriptors: DESCRIPTOR_NAMES.map((name) => ({
    name,
    statistics: descriptorOf(name).perClip ? [] : ["mean", "skewness", "kurtosis", "slope"],
  })),
};
/** The frames of all descriptors that have frames. */
const ALL_FRAMES: FeatureSetDefinition = {
  name: "all-frames",
  descriptors: DESCRIPTOR_NAMES.filter((name) => !descriptorOf(name).perClip).map((name) => ({
    name,
  })),
};

describe.each([...FEATURE_SETS, EVERYTHING, ALL_FRAMES].map((set) => featureSet(set)))(
  "every value of $name is finite",
  (set) => {
    const width = columnsOf(set).length;
    const expectFinite = (values: Float32Array): void => {
      expect(values.every(Number.isFinite)).toBe(true);
      if (isSequence(set)) expect(values.length % width).toBe(0);
      else expect(values).toHaveLength(width);
      expect(values.length).toBeGreaterThanOrEqual(width);
    };

    test.each(Object.entries(SIGNALS))("of %s", (_, samples) => {
      expectFinite(clipValues(samples, set));
    });

    test.each([NaN, Infinity, -Infinity, 1e37])("or refused where a sample is %d", (sample) => {
      const samples = syntheticSignal("sine", 22_050);
      samples.fill(sample, 3000, 3002);
      expect(() => clipValues(samples, set)).toThrowError(
        expect.objectContaining({ code: "unreadable", message: expect.stringMatching(/finite/) }),
      );
    });

    test.each([4000, 8000, 22_050, 192_000])("of recordings at %i Hz", (sampleRate) => {
      for (const seconds of [0, 0.001, 0.5]) {
        const samples = Float32Array.from({ length: sampleRate * seconds }, () => random.uniform());
        const audio = { channels: [samples, samples], sampleRate, format: "wav", warnings: [] };
        const { values, durationSeconds } = extractFeatures(audio, set);
        expectFinite(values);
        expect(durationSeconds).toBe(samples.length / sampleRate);
      }
    });
  },
);

test("digital silence has librosa's values", () => {
  const values = clipValues(new Float32Array(22_050), featureSet("classic"));
  // every mel band at -100 dB, of which the first coefficient of an orthonormal DCT is sqrt(128) times that
  expect(values[0]).toBeCloseTo(-100 * Math.sqrt(128), 3);
  expect(values.subarray(1).every((value) => Math.abs(value) < 1e-4)).toBe(true);
});

test("the same samples give the same values, whatever came before", () => {
  const set = featureSet("classic");
  const samples = syntheticSignal("bursts", 33_075);
  const first = clipValues(samples, set);
  for (const other of Object.values(SIGNALS)) clipValues(other, set);
  expect(clipValues(samples, set)).toEqual(first);
});

test("the kernels' memory does not grow with the number of clips", () => {
  const set = featureSet("classic");
  const lengths = [12_000, 8000, 500, 9001];
  const noise = Float32Array.from({ length: 13_000 }, () => random.uniform() - 0.5);
  const run = (clips: number): number => {
    for (let i = 0; i < clips; i++) {
      // a level that changes moves the estimated tuning, for which filters are made
      clipValues(noise.subarray(i, lengths[i % lengths.length]), set);
    }
    return kernels().call.memory.buffer.byteLength;
  };
  const afterFew = run(8);
  expect(run(300)).toBe(afterFew);
});
