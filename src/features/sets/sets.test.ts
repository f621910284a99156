import { describe, expect, test } from "vitest";
import { kernels } from "../../math/kernels.ts";
import { Random } from "../../math/statistics/random.ts";
import { clipValues } from "./vector.ts";
import { DESCRIPTOR_NAMES } from "../descriptors.ts";
import { delta } from "../delta.ts";
import { extractClips } from "../extraction/extract.ts";
import { pyin } from "../pitch/pyin.ts";
import { melSpectrogram } from "../spectral/mel.ts";
import { mfcc } from "../spectral/mfcc.ts";
import { rms } from "../spectral/rms.ts";
import { speechSignal } from "../speech.fixture.ts";
import { columnsOf, describeColumns, isSequence } from "./columns.ts";
import {
  descriptorOf,
  type DescriptorUse,
  type FeatureSet,
  type FeatureSetDefinition,
} from "./definition.ts";
import { hashOf } from "./hash.ts";
import { FEATURE_SETS, featureSet } from "./sets.ts";
import { frameStep } from "./shared-frames.ts";
import { trim } from "../trim.ts";
import { magnitude, stft } from "../../signal/stft.ts";
import { allOf } from "../../parallel/all-of.fixture.ts";
import { syntheticSignal } from "../synthetic.fixture.ts";

/** Descriptors that no network computes; the others are tested with their network. */
const PLAIN_NAMES = DESCRIPTOR_NAMES.filter((name) => descriptorOf(name).prepare === undefined);

// Values and models on disk are told apart by these: a change of values raises the set's or the descriptor's version and changes its hash.
test.each([
  ["classic", 193, "f987297c3a6a7214"],
  ["classic-180", 180, "b232e1a9c1b68796"],
  ["functionals", 4647, "5e36357e4ef3bc47"],
  ["frames", 64, "dd26040910d5d1d0"],
  ["frames-mfcc", 60, "d425bd0e19ffce7e"],
  ["frames-20ms", 80, "e1a17e75b12afe00"],
  ["frames-chroma", 46, "aa431fe05abc059e"],
  ["speech", 2304, "86f00170cbb3ba78"],
  ["speech-views", 2304, "3edca11b864a738c"],
  ["speech-frames", 1152, "84f64a13ad7fa415"],
  ["speech-lower-frames", 768, "8cca1dcc4b7703d5"],
])("%s keeps its %i columns and its hash", (name, count, hash) => {
  const set = featureSet(name);
  const columns = columnsOf(set);
  expect(columns).toHaveLength(count);
  expect(new Set(columns).size).toBe(count);
  expect(hashOf(set)).toBe(hash);
});

test("columns are named after their descriptors, in the sets' order", () => {
  const columns = columnsOf(featureSet("classic"));
  expect(FEATURE_SETS).toEqual([
    "classic",
    "classic-180",
    "functionals",
    "frames",
    "frames-mfcc",
    "frames-20ms",
    "frames-chroma",
    "speech",
    "speech-views",
    "speech-frames",
    "speech-lower-frames",
  ]);
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
        "feature set: expected one of classic, classic-180, functionals, frames, frames-mfcc, frames-20ms, frames-chroma, speech, speech-views, speech-frames, speech-lower-frames, or a .json file that defines one, got egemaps",
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
    const values = clipValues(samples, { set });
    const means = featureSet({ ...OWN, statistics: ["mean"], descriptors: [OWN.descriptors[0]!] });
    expect(values).toHaveLength(28);
    expect(values.subarray(0, 13)).toEqual(clipValues(samples, { set: means }));
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
    const coefficients = mfcc(melSpectrogram(magnitude(stft(samples)), { sampleRate: 22_050 }), {
      nMfcc: 3,
    });
    const second = delta(coefficients, { order: 2 });
    const values = clipValues(samples, { set });
    for (const f of [0, 20, 39]) {
      expect(values.subarray(f * 9, f * 9 + 3)).toEqual(
        coefficients.data.subarray(f * 3, f * 3 + 3),
      );
      expect(values.subarray(f * 9 + 6, f * 9 + 9)).toEqual(second.data.subarray(f * 3, f * 3 + 3));
    }
    for (const length of [0, 1, 512 * 7, 512 * 8]) {
      const few = clipValues(samples.subarray(0, length), { set });
      expect(few).toHaveLength(9 * (1 + Math.floor(length / 512)));
      expect(few.every(Number.isFinite)).toBe(true);
    }
  });

  test("a pitch counts where there is one", () => {
    const pitch = { name: "pyin", statistics: ["mean", "min"], fmin: 200, fmax: 600 } as const;
    const set = featureSet({ name: "own", descriptors: [pitch] });
    const samples = syntheticSignal("sine", 44_100);
    samples.fill(0, 22_050);
    const [f0, voiced, , lowest] = clipValues(samples, { set });
    expect([f0, lowest]).toEqual([expect.closeTo(440, -1), expect.closeTo(440, -1)]);
    expect(voiced).toBeGreaterThan(0.4);
    expect(voiced).toBeLessThan(0.6);
    expect(clipValues(new Float32Array(22_050), { set })[0]).toBe(0);
    const frames = featureSet({ name: "own", descriptors: [{ ...pitch, statistics: [] }] });
    expect(clipValues(samples, { set: frames }).at(-3)).toBe(0);
  });

  test("one value a recording stands beside statistics", () => {
    const set = featureSet({
      name: "own",
      descriptors: [{ name: "tempo" }, { name: "rms", statistics: ["max"] }],
    });
    expect(columnsOf(set)).toEqual(["tempo", "rms_max"]);
    expect(isSequence(set)).toBe(false);
    expect(clipValues(syntheticSignal("bursts", 88_200), { set })).toHaveLength(2);
  });

  test("a sequence has no statistics", () => {
    const set = featureSet({
      name: "own",
      descriptors: [{ name: "mfcc" }, { name: "chromaStft" }],
    });
    expect(isSequence(set)).toBe(true);
    const samples = syntheticSignal("harmonics", 5120);
    const values = clipValues(samples, { set });
    expect(values).toHaveLength(11 * 32);
    const alone = clipValues(samples, {
      set: featureSet({ name: "own", descriptors: [{ name: "chromaStft" }] }),
    });
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
    [[], "name must be text of at most 200 characters, got nothing"],
    [null, "must be an object, got null"],
    [{ ...OWN, name: "" }, 'name must be text of at most 200 characters, got ""'],
    [{ ...OWN, descriptors: [] }, "descriptors must be a list of 1 to 1000, got []"],
    [
      { ...OWN, feature: 1 },
      "has no option feature; it takes name, version, sampleRate, trim, framing, voicing, statistics, descriptors",
    ],
    [{ ...OWN, sampleRate: "16k" }, 'sampleRate must be an integer in [1000, 768000], got "16k"'],
    [
      { ...OWN, sampleRate: null },
      "sampleRate must be one rate for all recordings, got null; give it in Hz, or leave it out for 22050",
    ],
    [
      { ...OWN, framing: { nFft: 1 } },
      "framing.nFft must be an even integer in [2, 131072], got 1",
    ],
    [
      { ...OWN, framing: { nFft: 512, winLength: 600 } },
      "descriptors[0]: stft: winLength must be an integer in [1, 512], got 600",
    ],
    [
      { ...OWN, framing: { window: "bell" } },
      /^set: framing.window must be one of .*, got "bell"$/,
    ],
    [
      { ...OWN, framing: { frameLength: 9 } },
      /^set: has no option framing.frameLength; it takes nFft, /,
    ],
    [{ ...OWN, voicing: { fmin: 0 } }, "voicing.fmin must be a number above 0, got 0"],
    [
      { ...OWN, statistics: ["average"] },
      /^set: statistics\[0\] must be a statistic \(mean, std, .*, percentile0 to percentile100, autocorrelation1 to autocorrelation999\), or \{ "name": statistic, "over": "all" \| "voiced" .*\}, got "average"$/,
    ],
    [
      { ...OWN, statistics: [{ name: "mean", over: "vowels" }] },
      /^set: statistics\[0\] must be a statistic .* got \{"name":"mean","over":"vowels"\}$/,
    ],
    [
      { ...OWN, descriptors: [{ name: "mfccs" }] },
      /^set: descriptors\[0\].name must be one of .*, mfcc, .*, got "mfccs"$/,
    ],
    [{ ...OWN, descriptors: ["mfcc"] }, 'descriptors[0] must be an object, got "mfcc"'],
    [{ ...OWN, descriptors: [null] }, "descriptors[0] must be an object, got null"],
    [
      { ...OWN, descriptors: [{ name: "mfcc", nMfcc: 0 }] },
      "descriptors[0].nMfcc must be an integer in [1, 4096], got 0",
    ],
    [
      { ...OWN, descriptors: [{ name: "mfcc", nMfcc: "13" }] },
      'descriptors[0].nMfcc must be an integer in [1, 4096], got "13"',
    ],
    [
      { ...OWN, descriptors: [{ name: "chromaStft", norm: "l2" }] },
      'descriptors[0].norm must be a number above 0, max or none, got "l2"',
    ],
    [
      { ...OWN, descriptors: [{ name: "mfcc", deltas: 3 }] },
      "descriptors[0].deltas must be an integer in [0, 2], got 3",
    ],
    [
      { ...OWN, descriptors: [{ name: "mfcc", framing: { hopLength: 0 } }] },
      "descriptors[0].framing.hopLength must be an integer in [1, 131072], got 0",
    ],
    [
      { ...OWN, descriptors: [{ name: "mfcc", framing: { winLength: 2000 } }] },
      "descriptors[0]: stft: winLength must be an integer in [1, 1024], got 2000",
    ],
    [
      { ...OWN, descriptors: [{ name: "tempo", statistics: ["max"] }] },
      "descriptors[0]: tempo has one value for the whole clip, so it takes neither statistics nor deltas",
    ],
    [
      { ...OWN, descriptors: [{ name: "pyin", deltas: 1 }] },
      "descriptors[0]: pyin has no value in some frames, so it takes no deltas",
    ],
    [
      { ...OWN, sampleRate: 8000, descriptors: [{ name: "spectralContrast" }] },
      /^set: descriptors\[0\]: spectralContrast: /,
    ],
    [
      { ...OWN, descriptors: [{ name: "mfcc", coefficients: 13 }] },
      /^set: has no option descriptors\[0\].coefficients; it takes name, nMfcc, nMels, .*prefix, deltas, statistics, framing$/,
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
      {
        ...OWN,
        statistics: [],
        descriptors: [{ name: "mfcc" }, { name: "rms", framing: { hopLength: 128 } }],
      },
      "descriptors[1] cannot stand beside the others in a sequence: its frames are centred, one every 128 samples, those of the set centred, one every 256 samples; give all the same hopLength and center, or give statistics to all",
    ],
    [
      {
        ...OWN,
        framing: { nFft: 240 },
        descriptors: [{ name: "rms", statistics: [{ name: "mean", over: "voiced" }] }],
      },
      /^set: descriptors\[0\]: pyin: a period of fmin must fit into a frame. /,
    ],
    [{ ...OWN, name: "classic" }, "classic is a built-in set (version 2); choose another name"],
  ])("what is wrong with it is said: %j", (definition, message) => {
    const text = typeof message === "string" ? `set: ${message}` : expect.stringMatching(message);
    expect(() => featureSet(definition as unknown as FeatureSetDefinition, "set")).toThrowError(
      expect.objectContaining({ code: "invalid-argument", message: text }),
    );
  });
});

const SPEECH = speechSignal();

describe("a descriptor with frames of its own", () => {
  const framing = { nFft: 512, hopLength: 256 };
  const short = { name: "mfcc", prefix: "short", framing } as const;

  test("has the values of a set with these frames", () => {
    const both = featureSet({
      name: "both",
      statistics: ["mean", "slope"],
      descriptors: [{ name: "mfcc" }, short],
    });
    const alone = featureSet({
      name: "alone",
      framing,
      statistics: ["mean", "slope"],
      descriptors: [{ name: "mfcc" }],
    });
    const long = featureSet({
      name: "long",
      statistics: ["mean", "slope"],
      descriptors: [{ name: "mfcc" }],
    });
    const values = clipValues(SPEECH, { set: both });
    expect(values.subarray(0, 40)).toEqual(clipValues(SPEECH, { set: long }));
    expect(values.subarray(40)).toEqual(clipValues(SPEECH, { set: alone }));
    expect(columnsOf(both).slice(40)).toEqual(
      columnsOf(alone).map((name) => name.replace("mfcc", "short")),
    );
  });

  test("what it leaves out is as in the set", () => {
    const set = featureSet({
      name: "own",
      framing: { hopLength: 200, window: "hamming" },
      statistics: ["mean"],
      descriptors: [{ ...short, framing: { nFft: 512 } }],
    });
    expect(set.descriptors[0]!.framing).toEqual({
      ...set.framing,
      nFft: 512,
    });
  });

  test("describes its columns with its own bins", () => {
    const set = featureSet({
      name: "own",
      statistics: ["mean"],
      descriptors: [{ name: "stftMagnitudes", framing: { nFft: 4 } }],
    });
    expect(describeColumns(set).map(({ description }) => description)).toEqual(
      ["0", "5512.5", "11025"].map(
        (hz) => `mean over time of the magnitude of the spectrum at ${hz} Hz`,
      ),
    );
  });

  test("may stand beside others in a sequence, if its frames come as often", () => {
    const sequence = featureSet({
      name: "own",
      descriptors: [{ name: "rms" }, { ...short, framing: { nFft: 512 } }],
    });
    expect(isSequence(sequence)).toBe(true);
    const values = clipValues(SPEECH, { set: sequence });
    expect(values).toHaveLength(21 * (1 + Math.floor(SPEECH.length / 512)));
  });

  test("its framing is part of the hash, unless it is the set's", () => {
    const own = (framing?: object) =>
      featureSet({
        name: "own",
        statistics: ["mean"],
        descriptors: [{ name: "mfcc", ...(framing && { framing }) }],
      });
    const plain = own();
    expect(own({ nFft: 2048 })).toEqual(plain);
    expect(hashOf(own({ nFft: 2048 }))).toBe(hashOf(plain));
    expect(hashOf(own({ nFft: 1024 }))).not.toBe(hashOf(plain));
    const copy = JSON.parse(JSON.stringify(own({ nFft: 1024 }))) as FeatureSet;
    expect(featureSet(copy)).toEqual(own({ nFft: 1024 }));
    expect(hashOf(featureSet(copy))).toBe(hashOf(own({ nFft: 1024 })));
  });
});

describe("a set that trims its clips", () => {
  const definition: FeatureSetDefinition = {
    name: "own",
    statistics: ["mean", { name: "mean", over: "fifth1" }],
    descriptors: [{ name: "rms" }, { name: "zeroCrossingRate" }],
  };
  const set = featureSet({ ...definition, trim: { topDb: 30 } });
  const loud = syntheticSignal("harmonics", 22_050);
  const padded = new Float32Array(3 * 22_050);
  padded.set(loud, 22_050);

  test("takes the samples that librosa's trim leaves", () => {
    const { samples } = trim(padded, { topDb: 30 });
    expect(samples.length).toBeLessThan(1.2 * loud.length);
    const plain = featureSet(definition);
    expect(clipValues(padded, { set })).toEqual(clipValues(samples, { set: plain }));
    expect(clipValues(padded, { set })).not.toEqual(clipValues(padded, { set: plain }));
  });

  test.each([
    ["silence", new Float32Array(30_000)],
    ["a click", new Float32Array(30_000).fill(1, 9000, 9002)],
    ["nothing", new Float32Array(0)],
  ])("of %s takes what there is", (_, samples) => {
    expect(clipValues(samples, { set }).every(Number.isFinite)).toBe(true);
  });

  test("has another hash and shares no frames", () => {
    expect(hashOf(set)).not.toBe(hashOf(featureSet(definition)));
    expect(hashOf(set)).not.toBe(hashOf(featureSet({ ...definition, trim: { topDb: 40 } })));
    expect(hashOf(featureSet(JSON.parse(JSON.stringify(set)) as FeatureSet))).toBe(hashOf(set));
    expect([frameStep(featureSet(definition)), frameStep(set)]).toEqual([512, 1]);
  });
});

describe("statistics over some frames", () => {
  const DOMAINS = ["voiced", "unvoiced", "first", "middle", "last", "fifth2"] as const;

  /** A tone of 200 Hz for a second, noise for another. */
  const samples = Float32Array.from({ length: 44_100 }, (_, n) =>
    n < 22_050 ? 0.5 * Math.sin((2 * Math.PI * 200 * n) / 22_050) : 0,
  );
  const noise = new Random(3);
  samples.set(
    Float32Array.from({ length: 22_050 }, () => 0.1 * noise.normal()),
    22_050,
  );

  function valueOf(statistics: FeatureSetDefinition["statistics"], sound = samples): number[] {
    const set = featureSet({
      name: "own",
      descriptors: [{ name: "rms", statistics: statistics! }],
    });
    return [...clipValues(sound, { set })];
  }

  test("are named and described after them", () => {
    const statistics = [
      "mean",
      ...DOMAINS.map((over) => ({ name: "mean", over }) as const),
    ] as const;
    const set = featureSet({ name: "own", descriptors: [{ name: "rms", statistics }] });
    expect(describeColumns(set).map(({ name, description }) => [name, description])).toEqual([
      ["rms", "mean over time of the root-mean-square level"],
      ["rms_mean_voiced", "mean over the voiced frames of the root-mean-square level"],
      ["rms_mean_unvoiced", "mean over the unvoiced frames of the root-mean-square level"],
      ["rms_mean_first", "mean over the clip's first third of the root-mean-square level"],
      ["rms_mean_middle", "mean over the clip's middle third of the root-mean-square level"],
      ["rms_mean_last", "mean over the clip's last third of the root-mean-square level"],
      ["rms_mean_fifth2", "mean over the clip's second fifth of the root-mean-square level"],
    ]);
  });

  test("stand in their order, whatever they cover", () => {
    const levels = rms(samples).data;
    const { voicedFlag } = pyin(samples, {
      sampleRate: 22_050,
      fmin: 65.4,
      fmax: 2093,
      frameLength: 2048,
      hopLength: 512,
    });
    const mean = (isOf: (f: number) => boolean): number => {
      const own = levels.filter((_, f) => isOf(f));
      return own.reduce((sum, level) => sum + level, 0) / own.length;
    };
    const count = levels.length;
    expect(count).toBe(87);
    const found = valueOf([
      { name: "mean", over: "unvoiced" },
      "max",
      { name: "mean", over: "last" },
      { name: "mean", over: "voiced" },
      { name: "mean", over: "middle" },
      "mean",
      { name: "mean", over: "first" },
      { name: "mean", over: "fifth1" },
      { name: "mean", over: "fifth4" },
    ]);
    const expected = [
      mean((f) => voicedFlag[f] === 0),
      Math.max(...levels),
      mean((f) => f >= 58),
      mean((f) => voicedFlag[f] === 1),
      mean((f) => f >= 29 && f < 58),
      mean(() => true),
      mean((f) => f < 29),
      mean((f) => f < 17),
      mean((f) => f >= 52 && f < 70),
    ];
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 6);
    // the tone is voiced, the noise is not
    expect(found[3]).toBeGreaterThan(0.25);
    expect(found[0]).toBeLessThan(0.15);
  });

  test("slopes keep the time of their frames", () => {
    const ramp = Float32Array.from({ length: 22_050 }, (_, n) => n / 22_050);
    const [all, first, last] = valueOf(
      ["slope", { name: "slope", over: "first" }, { name: "slope", over: "last" }],
      ramp,
    );
    expect(first! / all!).toBeCloseTo(1, 1);
    expect(last! / all!).toBeCloseTo(1, 0);
  });

  test("are 0 without a frame", () => {
    const silence = new Float32Array(22_050);
    expect(valueOf([{ name: "max", over: "voiced" }], silence.fill(0.5))).toEqual([0]);
    // one frame, which is the middle one
    const short = Float32Array.of(0.5);
    const [first, middle, last] = (["first", "middle", "last"] as const).map((over) =>
      valueOf([{ name: "max", over }], short),
    );
    expect(first).toEqual([0]);
    expect(middle![0]).toBeGreaterThan(0);
    expect(last).toEqual([0]);
  });

  test("voicing is told in the frames of the descriptor, as the set says", () => {
    const statistics = [{ name: "mean", over: "voiced" }] as const;
    const descriptors = [
      { name: "rms", statistics, framing: { hopLength: 160 } },
      { name: "pyin", statistics: [{ name: "max", over: "voiced" }] },
    ] as const;
    const own = (voicing?: object) =>
      featureSet({ name: "own", ...(voicing && { voicing }), descriptors });
    const [level, f0, voiced] = clipValues(samples, { set: own() });
    expect(level).toBeGreaterThan(0.3);
    expect(f0).toBeCloseTo(200, -1);
    expect(voiced).toBe(1);
    // the tone lies below the range, so that nothing is voiced
    expect([...clipValues(samples, { set: own({ fmin: 1500 }) })]).not.toEqual([
      ...clipValues(samples, { set: own() }),
    ]);
    expect(hashOf(own({ fmin: 65.4 }))).toBe(hashOf(own()));
    expect(hashOf(own({ fmin: 60 }))).not.toBe(hashOf(own()));
  });

  test("over all frames they are plain names", () => {
    const plain = featureSet({ name: "own", descriptors: [{ name: "rms", statistics: ["std"] }] });
    const written = featureSet({
      name: "own",
      descriptors: [{ name: "rms", statistics: [{ name: "std", over: "all" }] }],
    });
    expect(written).toEqual(plain);
    expect(hashOf(written)).toBe(hashOf(plain));
    const voiced = featureSet({
      name: "own",
      descriptors: [{ name: "rms", statistics: [{ name: "std", over: "voiced" }] }],
    });
    expect(hashOf(voiced)).not.toBe(hashOf(plain));
    expect(featureSet(JSON.parse(JSON.stringify(voiced)) as FeatureSet)).toEqual(voiced);
  });
});

describe("a hostile definition is refused", () => {
  const use = (options: object) => ({ descriptors: [{ name: "mfcc", ...options }] });
  const CASES: readonly [string, object][] = [
    ["nMfcc", use({ nMfcc: 1e9 })],
    ["nMels", use({ nMels: 1e9 })],
    ["nFft", { framing: { nFft: 2 ** 30 } }],
    ["frames of trim", { trim: { frameLength: 2 ** 30 } }],
    ["nFft of a descriptor", use({ framing: { nFft: 2 ** 30 } })],
    ["hop", { framing: { hopLength: 0 } }],
    ["fraction of a hop", { framing: { hopLength: 0.5 } }],
    ["rate", { sampleRate: 0 }],
    ["high rate", { sampleRate: 1e15 }],
    ["descriptor", { descriptors: [{ name: "constructor" }] }],
    ["descriptor __proto__", { descriptors: [{ name: "__proto__" }] }],
    ["null", { descriptors: [null] }],
    ["statistic", { statistics: ["__proto__"] }],
    ["statistic in an object", { statistics: [{ name: "constructor" }] }],
    ["domain", { statistics: [{ name: "mean", over: "constructor" }] }],
    ["window", { framing: { window: "constructor" } }],
    ["window with a parameter", { framing: { window: ["__proto__", 3] } }],
    ["padding", { framing: { padMode: "toString" } }],
    ["many descriptors", { descriptors: Array.from({ length: 20_000 }, () => ({ name: "mfcc" })) }],
    ["many statistics", { statistics: Array(1e6).fill("mean") }],
    [
      "many columns",
      {
        descriptors: Array.from({ length: 1000 }, (_, i) => ({
          name: "stftMagnitudes",
          prefix: `p${i}`,
        })),
      },
    ],
    [
      "long frames",
      {
        framing: { nFft: 2 ** 17 },
        descriptors: Array.from({ length: 1000 }, (_, i) => ({ name: "rms", prefix: `p${i}` })),
      },
    ],
    [
      "many framings",
      {
        descriptors: Array.from({ length: 30 }, (_, i) => ({
          name: "rms",
          prefix: `p${i}`,
          framing: { nFft: 2048 + 2 * i },
        })),
      },
    ],
    ["long filters", { descriptors: [{ name: "constantQ", fmin: 1e-9 }] }],
    ["wide filters", { descriptors: [{ name: "constantQ", filterScale: 1e9 }] }],
    ["fine pitches", { descriptors: [{ name: "pyin", resolution: 1e-12 }] }],
    [
      "narrow pitches",
      { descriptors: [{ name: "pyin", resolution: 1e-12, fmin: 100, fmax: 100.0001 }] },
    ],
    ["thresholds", { descriptors: [{ name: "pyin", nThresholds: 1e9 }] }],
    ["kernel size", { descriptors: [{ name: "hpss", kernelSize: 1e9 }] }],
    ["order", { descriptors: [{ name: "polyFeatures", order: 1e6 }] }],
    ["tempogram", { descriptors: [{ name: "tempogram", winLength: 1e9 }] }],
    ["tempo", { descriptors: [{ name: "tempo", acSize: 1e9 }] }],
    ["long name", { name: "x".repeat(5e6) }],
    ["long prefix", use({ prefix: "x".repeat(5e6) })],
    ["own __proto__", JSON.parse('{ "__proto__": { "name": "x" } }') as object],
  ];

  test.each(CASES)("%s", (_, change) => {
    const definition = Object.assign(Object.create(null) as object, {
      name: "own",
      statistics: ["mean"],
      descriptors: [{ name: "mfcc" }],
    });
    for (const [key, value] of Object.entries(change)) {
      Object.defineProperty(definition, key, { value, enumerable: true });
    }
    expect(() => featureSet(definition as FeatureSetDefinition, "set")).toThrowError(
      expect.objectContaining({
        code: "invalid-argument",
        message: expect.stringMatching(/^set: .{1,999}$/),
      }),
    );
  });
});

describe.each(PLAIN_NAMES)("the descriptor %s", (name) => {
  test("has a column, with description, for each of its values", () => {
    const { perClip } = descriptorOf(name);
    const set = featureSet({
      name: "own",
      statistics: perClip ? [] : ["mean"],
      descriptors: [{ name } as DescriptorUse],
    });
    const columns = describeColumns(set);
    expect(clipValues(syntheticSignal("harmonics", 22_050), { set })).toHaveLength(columns.length);
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
  descriptors: PLAIN_NAMES.map(
    (name) =>
      ({
        name,
        statistics: descriptorOf(name).perClip
          ? []
          : ["mean", "skewness", "kurtosis", "slope", "autocorrelation2"],
      }) as DescriptorUse,
  ),
};
/** The frames of all descriptors that have frames. */
const ALL_FRAMES: FeatureSetDefinition = {
  name: "all-frames",
  descriptors: PLAIN_NAMES.filter((name) => !descriptorOf(name).perClip).map(
    (name) => ({ name }) as DescriptorUse,
  ),
};

const PLAIN_SETS = FEATURE_SETS.filter((name) => !name.startsWith("speech"));

describe.each([...PLAIN_SETS, EVERYTHING, ALL_FRAMES].map((set) => featureSet(set)))(
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
      expectFinite(clipValues(samples, { set }));
    });

    test.each([NaN, Infinity, -Infinity, 1e37])("or refused where a sample is %d", (sample) => {
      const samples = syntheticSignal("sine", 22_050);
      samples.fill(sample, 3000, 3002);
      expect(() => clipValues(samples, { set })).toThrowError(
        expect.objectContaining({ code: "unreadable", message: expect.stringMatching(/finite/) }),
      );
    });

    test.each([4000, 8000, 22_050, 192_000])("of recordings at %i Hz", async (sampleRate) => {
      for (const seconds of [0, 0.001, 0.5]) {
        const samples = Float32Array.from({ length: sampleRate * seconds }, () => random.uniform());
        const audio = { channels: [samples, samples], sampleRate, format: "wav", warnings: [] };
        const clips = await allOf(extractClips(audio, { set }));
        expect(clips).toMatchObject([{ durationSeconds: samples.length / sampleRate }]);
        expectFinite(clips[0]!.values);
      }
    });
  },
);

test("digital silence has librosa's values", () => {
  const values = clipValues(new Float32Array(22_050), { set: featureSet("classic") });
  // every mel band at -100 dB, of which the first coefficient of an orthonormal DCT is sqrt(128) times that
  expect(values[0]).toBeCloseTo(-100 * Math.sqrt(128), 3);
  expect(values.subarray(1).every((value) => Math.abs(value) < 1e-4)).toBe(true);
});

test("the same samples give the same values, whatever came before", () => {
  const set = featureSet("classic");
  const samples = syntheticSignal("bursts", 33_075);
  const first = clipValues(samples, { set });
  for (const other of Object.values(SIGNALS)) clipValues(other, { set });
  expect(clipValues(samples, { set })).toEqual(first);
});

test("the kernels' memory does not grow with the number of clips", () => {
  const set = featureSet("classic");
  const lengths = [12_000, 8000, 500, 9001];
  const noise = Float32Array.from({ length: 13_000 }, () => random.uniform() - 0.5);
  const run = (clips: number): number => {
    for (let i = 0; i < clips; i++) {
      // a level that changes moves the estimated tuning, for which filters are made
      clipValues(noise.subarray(i, lengths[i % lengths.length]), { set });
    }
    return kernels().call.memory.buffer.byteLength;
  };
  const afterFew = run(8);
  expect(run(300)).toBe(afterFew);
});
