import { describe, expect, test } from "vitest";
import { spectralBandwidth } from "./spectral/bandwidth.ts";
import { spectralCentroid } from "./spectral/centroid.ts";
import { chromaCens } from "./spectral/chroma-cens.ts";
import { chromaCqt } from "./spectral/chroma-cqt.ts";
import { chromaStft } from "./spectral/chroma-stft.ts";
import { spectralContrast } from "./spectral/contrast.ts";
import { constantQ } from "../signal/cqt.ts";
import { amplitudeToDb, powerToDb } from "../signal/decibel.ts";
import { delta } from "./delta.ts";
import { spectralFlatness } from "./spectral/flatness.ts";
import { hpss } from "../signal/hpss.ts";
import { istft } from "../signal/istft.ts";
import { melSpectrogram } from "./spectral/mel.ts";
import { mfcc } from "./spectral/mfcc.ts";
import { onsetStrength } from "./rhythm/onset-strength.ts";
import { polyFeatures } from "./spectral/poly-features.ts";
import { deemphasis, preemphasis } from "../signal/preemphasis.ts";
import { pyin } from "./pitch/pyin.ts";
import { rms } from "./spectral/rms.ts";
import { spectralRolloff } from "./spectral/rolloff.ts";
import { split } from "./split.ts";
import { statisticsOverTime } from "./statistics.ts";
import { magnitude, stft } from "../signal/stft.ts";
import { tempo } from "./rhythm/tempo.ts";
import { tempogram } from "./rhythm/tempogram.ts";
import { trim } from "./trim.ts";
import { estimateTuning } from "./pitch/tuning.ts";
import { yin } from "./pitch/yin.ts";
import { zeroCrossingRate } from "./spectral/zero-crossing-rate.ts";

const RATE = 22_050;
const samples = Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i / 10));
const spectrogram = stft(samples);
const magnitudes = magnitude(spectrogram);
const mel = melSpectrogram(magnitudes, { sampleRate: RATE });
const onsets = new Float32Array(9);
const VOICE = { fmin: 100, fmax: 400 };

type Attempt = [name: string, value: unknown, message: string];

/** The message of each function for values of one option that it refuses. */
const REFUSALS: readonly [(options: object) => unknown, readonly Attempt[]][] = [
  [
    (options) => stft(samples, options),
    [
      ["nFft", 1023, "stft: nFft must be an even integer in [2, 2097152], got 1023"],
      ["nFft", 0, "stft: nFft must be an even integer in [2, 2097152], got 0"],
      ["winLength", 2049, "stft: winLength must be an integer in [1, 2048], got 2049"],
      ["hopLength", 0, "stft: hopLength must be an integer from 1, got 0"],
      ["hopLength", 2.5, "stft: hopLength must be an integer from 1, got 2.5"],
      ["window", "hanning", "stft: window must be one of boxcar, triang, "],
      ["window", [1, 2], "window: expected 2048 values, got 2"],
      [
        "padMode",
        "mean",
        'stft: padMode must be one of constant, edge, reflect, symmetric, wrap, got "mean"',
      ],
    ],
  ],
  [
    (options) => stft(samples.subarray(0, 2000), options),
    [["center", false, "stft: uncentred frames need at least nFft = 2048 samples, got 2000"]],
  ],
  [
    (options) => stft(new Float32Array(0), options),
    [["padMode", "edge", "padMode: edge needs at least one sample, got an empty signal"]],
  ],
  [
    (options) => istft(spectrogram, options),
    [
      ["hopLength", 0, "istft: hopLength must be an integer from 1, got 0"],
      ["length", -1, "istft: length must be an integer from 0, got -1"],
      ["winLength", 0, "istft: winLength must be an integer from 1, got 0"],
    ],
  ],
  [
    (options) => melSpectrogram(magnitudes, { sampleRate: RATE, ...options }),
    [
      ["power", 0, "mel: power must be a number above 0, got 0"],
      ["nMels", 0, "mel: nMels must be an integer in [1, 4096], got 0"],
      [
        "fmax",
        12_000,
        "mel: frequencies must satisfy 0 <= fmin < fmax <= 11025, got fmin 0 and fmax 12000",
      ],
      ["fmin", -1, "mel: fmin must be a number from 0, got -1"],
      ["norm", "area", 'mel: norm must be a number above 0, slaney, max or none, got "area"'],
      ["norm", 0, "mel: norm must be a number above 0, slaney, max or none, got 0"],
    ],
  ],
  [
    (options) => mfcc(mel, options),
    [
      ["nMfcc", 0, "mfcc: nMfcc must be an integer in [1, 4096], got 0"],
      ["nMfcc", 129, "mfcc: nMfcc must be an integer in [1, 128], got 129"],
      ["dctType", 4, "mfcc: dctType must be an integer in [1, 3], got 4"],
      ["norm", "l2", 'mfcc: norm must be one of ortho, none, got "l2"'],
      ["lifter", -1, "mfcc: lifter must be a number from 0, got -1"],
    ],
  ],
  [
    (options) =>
      mfcc(melSpectrogram(magnitudes, { sampleRate: RATE, nMels: 1 }), { nMfcc: 1, ...options }),
    [["dctType", 1, "mfcc: dctType 1 needs at least two mel bands"]],
  ],
  [
    (options) => powerToDb(mel.data, options),
    [
      ["amin", 0, "powerToDb: amin must be a number from 1e-300, got 0"],
      ["topDb", -1, "powerToDb: topDb must be a number from 0 or none, got -1"],
    ],
  ],
  [
    (options) => amplitudeToDb(mel.data, options),
    [["amin", NaN, "amplitudeToDb: amin must be a number from 1e-300, got NaN"]],
  ],
  [
    (options) => delta(mfcc(mel), { mode: "nearest", ...options }),
    [
      ["width", 4, "delta: width must be an odd integer from 3, got 4"],
      ["width", 1, "delta: width must be an odd integer from 3, got 1"],
      ["order", 0, "delta: order must be an integer from 1, got 0"],
      ["order", 9, "delta: order must be an integer in [1, 8], got 9"],
      [
        "mode",
        "reflect",
        'delta: mode must be one of interp, constant, nearest, mirror, wrap, got "reflect"',
      ],
      [
        "mode",
        "interp",
        "delta: mode interp needs at least width = 9 frames, got 6; take fewer or the mode nearest",
      ],
    ],
  ],
  [
    (options) => chromaStft(magnitudes, { sampleRate: RATE, ...options }),
    [
      ["nChroma", 0, "chromaStft: nChroma must be an integer in [1, 120], got 0"],
      ["tuning", NaN, "chromaStft: tuning must be a number, got NaN"],
      ["norm", -1, "chromaStft: norm must be a number above 0, max or none, got -1"],
      ["ctroct", Infinity, "chromaStft: ctroct must be a number, got Infinity"],
      ["octwidth", 0, "chromaStft: octwidth must be a number above 0 or none, got 0"],
    ],
  ],
  [
    (options) => constantQ(samples, { sampleRate: RATE, ...options }),
    [
      ["hopLength", 0, "constantQ: hopLength must be an integer from 1, got 0"],
      ["nBins", 2.5, "constantQ: nBins must be an integer in [1, 12000], got 2.5"],
      [
        "nBins",
        110,
        "constantQ: the highest of 110 bins reaches to 0.839 of the sample rate, which must be at most 0.5",
      ],
      ["binsPerOctave", 0, "constantQ: binsPerOctave must be an integer in [1, 1200], got 0"],
      ["fmin", 0, "constantQ: fmin must be a number above 0, got 0"],
      ["filterScale", -1, "constantQ: filterScale must be a number above 0, got -1"],
      ["tuning", NaN, "constantQ: tuning must be a number, got NaN"],
      [
        "fmin",
        1e-9,
        "constantQ: filters of 1099511627776 samples are too long; take a higher fmin, fewer bins an octave or a smaller filterScale",
      ],
      ["sparsity", 1, "constantQ: sparsity must be a number in [0, 1), got 1"],
      ["norm", "ortho", 'constantQ: norm must be a number above 0, max or none, got "ortho"'],
    ],
  ],
  [
    (options) => chromaCqt(samples, { sampleRate: RATE, ...options }),
    [
      ["nOctaves", 0, "chromaCqt: nOctaves must be an integer in [1, 20], got 0"],
      ["nChroma", 10, "chromaCqt: binsPerOctave must be a multiple of nChroma, got 36 and 10"],
      ["norm", 0, "chromaCqt: norm must be a number above 0, max or none, got 0"],
    ],
  ],
  [
    (options) => chromaCens(samples, { sampleRate: RATE, ...options }),
    [
      [
        "winLenSmooth",
        0,
        "chromaCens: winLenSmooth must be an integer in [1, 100000] or none, got 0",
      ],
      ["norm", 0, "chromaCens: norm must be a number above 0, max or none, got 0"],
    ],
  ],
  [
    (options) => spectralContrast(magnitudes, { sampleRate: RATE, ...options }),
    [
      ["fmin", 0, "spectralContrast: fmin must be a number above 0, got 0"],
      ["fmin", 5, "spectralContrast: nFft 2048 is too small for a band that begins at 0 Hz"],
      ["nBands", 0, "spectralContrast: nBands must be an integer in [1, 32], got 0"],
      [
        "nBands",
        7,
        "spectralContrast: its last band begins at 12800 Hz, which needs a sample rate over 25600 Hz, got 22050",
      ],
      ["quantile", 1, "spectralContrast: quantile must be a number in (0, 1), got 1"],
    ],
  ],
  [
    (options) => spectralBandwidth(magnitudes, { sampleRate: RATE, ...options }),
    [["p", 0, "spectralBandwidth: p must be a number above 0, got 0"]],
  ],
  [
    (options) => spectralRolloff(magnitudes, { sampleRate: RATE, ...options }),
    [["rollPercent", 1, "spectralRolloff: rollPercent must be a number in (0, 1), got 1"]],
  ],
  [
    (options) => spectralFlatness(magnitudes, options),
    [
      ["amin", 0, "spectralFlatness: amin must be a number above 0, got 0"],
      ["power", -2, "spectralFlatness: power must be a number above 0, got -2"],
    ],
  ],
  [
    (options) => polyFeatures(magnitudes, { sampleRate: RATE, ...options }),
    [
      ["order", -1, "polyFeatures: order must be an integer in [0, 100], got -1"],
      ["order", 1.5, "polyFeatures: order must be an integer in [0, 100], got 1.5"],
    ],
  ],
  [
    (options) =>
      polyFeatures(magnitude(stft(samples, { nFft: 4 })), { sampleRate: RATE, ...options }),
    [["order", 3, "polyFeatures: order must be an integer in [0, 2], got 3"]],
  ],
  [
    (options) => magnitude(spectrogram, options),
    [["power", 0, "magnitude: power must be a number above 0, got 0"]],
  ],
  [
    (options) => statisticsOverTime(magnitudes, { statistics: ["mean"], ...options }),
    [
      ["secondsPerFrame", 0, "statisticsOverTime: secondsPerFrame must be a number above 0, got 0"],
      ["included", [1], "statisticsOverTime: included must be a Uint8Array, got [1]"],
    ],
  ],
  [
    (options) => hpss(magnitudes, options),
    [
      [
        "kernelSize",
        0,
        "hpss: kernelSize must be an integer in [1, 1001], or two, the harmonic part's first, got 0",
      ],
      [
        "kernelSize",
        [31, 2.5],
        "hpss: kernelSize must be an integer in [1, 1001], or two, the harmonic part's first, got [31,2.5]",
      ],
      ["power", 0, "hpss: power must be a number above 0 or hard, got 0"],
      [
        "margin",
        [1, 0.5],
        "hpss: margin must be a number from 1, or two, the harmonic part's first, got [1,0.5]",
      ],
    ],
  ],
  [
    (options) => estimateTuning(magnitudes, { sampleRate: RATE, ...options }),
    [
      ["resolution", 0, "estimateTuning: resolution must be a number in [0.0001, 1], got 0"],
      ["binsPerOctave", 0, "estimateTuning: binsPerOctave must be an integer from 1, got 0"],
      [
        "fmin",
        5000,
        "estimateTuning: frequencies must satisfy 0 <= fmin < fmax, got fmin 5000 and fmax 4000",
      ],
      ["threshold", 1, "estimateTuning: threshold must be a number in [0, 1), got 1"],
    ],
  ],
  [
    (options) => zeroCrossingRate(samples, options),
    [
      ["frameLength", 0, "zeroCrossingRate: frameLength must be an integer from 1, got 0"],
      ["hopLength", 1.5, "zeroCrossingRate: hopLength must be an integer from 1, got 1.5"],
      ["threshold", -1, "zeroCrossingRate: threshold must be a number from 0, got -1"],
    ],
  ],
  [
    (options) => rms(samples.subarray(0, 2000), options),
    [
      ["frameLength", NaN, "rms: frameLength must be an integer from 1, got NaN"],
      ["hopLength", 0, "rms: hopLength must be an integer from 1, got 0"],
      ["center", false, "rms: uncentred frames need at least frameLength = 2048 samples, got 2000"],
      [
        "padMode",
        "mean",
        'rms: padMode must be one of constant, edge, reflect, symmetric, wrap, got "mean"',
      ],
    ],
  ],
  [
    (options) => rms(magnitudes, options),
    [
      [
        "frameLength",
        2050,
        "rms: frameLength must be 2048 or 2049 for a spectrogram of 1025 bins, got 2050",
      ],
    ],
  ],
  [
    (options) => onsetStrength(mel, options),
    [
      ["lag", 0, "onsetStrength: lag must be an integer from 1, got 0"],
      ["maxSize", 1.5, "onsetStrength: maxSize must be an integer from 1, got 1.5"],
      ["nFft", -1, "onsetStrength: nFft must be an even integer in [2, 2097152], got -1"],
      ["hopLength", NaN, "onsetStrength: hopLength must be an integer from 1, got NaN"],
      ["aggregate", "max", 'onsetStrength: aggregate must be one of mean, median, got "max"'],
      ["ref", magnitudes, "onsetStrength: ref must have 6 frames of 128 values, got 6 of 1025"],
    ],
  ],
  [
    (options) => tempogram(onsets, options),
    [
      ["winLength", 0, "tempogram: winLength must be an integer in [1, 32768], got 0"],
      ["center", false, "tempogram: uncentred windows need at least winLength = 384 frames, got 9"],
      ["window", "hanning", "tempogram: window must be one of boxcar, triang, "],
      ["norm", -1, "tempogram: norm must be a number above 0, max or none, got -1"],
    ],
  ],
  [
    (options) => tempo(onsets, { sampleRate: RATE, ...options }),
    [
      ["hopLength", 0, "tempo: hopLength must be an integer from 1, got 0"],
      ["startBpm", 0, "tempo: startBpm must be a number above 0, got 0"],
      ["stdBpm", -1, "tempo: stdBpm must be a number above 0, got -1"],
      ["maxTempo", NaN, "tempo: maxTempo must be a number above 0 or none, got NaN"],
      ["acSize", 0.04, "tempo: acSize must be 2 to 32768 frames of 512 samples, got 0.04 s"],
      ["acSize", 1e9, "tempo: acSize must be 2 to 32768 frames of 512 samples, got 1000000000 s"],
      ["aggregate", "max", 'tempo: aggregate must be one of mean, median, none, got "max"'],
    ],
  ],
  [
    (options) => yin(samples, { sampleRate: RATE, ...VOICE, ...options }),
    [
      ["fmin", 0, "yin: fmin must be a number above 0, got 0"],
      [
        "fmin",
        500,
        "yin: frequencies must satisfy 0 < fmin < fmax <= 11025, got fmin 500 and fmax 400",
      ],
      [
        "fmax",
        12_000,
        "yin: frequencies must satisfy 0 < fmin < fmax <= 11025, got fmin 100 and fmax 12000",
      ],
      [
        "frameLength",
        211,
        "yin: a period of fmin must fit into a frame. Raise fmin to over 105 or frameLength to over 221.5, got fmin 100 and frameLength 211",
      ],
      ["hopLength", 0, "yin: hopLength must be an integer from 1, got 0"],
      ["troughThreshold", 0, "yin: troughThreshold must be a number above 0, got 0"],
    ],
  ],
  [
    (options) => pyin(samples, { sampleRate: RATE, ...VOICE, ...options }),
    [
      ["fmin", NaN, "pyin: fmin must be a number above 0, got NaN"],
      ["nThresholds", 0, "pyin: nThresholds must be an integer in [1, 10000], got 0"],
      ["betaParameters", [2, 0], "pyin: betaParameters[1] must be a number above 0, got 0"],
      ["boltzmannParameter", 0, "pyin: boltzmannParameter must be a number above 0, got 0"],
      ["resolution", 0, "pyin: resolution must be a number in (0, 1], got 0"],
      [
        "resolution",
        0.0005,
        "pyin: resolution 0.0005 makes 48001 pitches from fmin to fmax, more than 32767; take a larger one",
      ],
      [
        "hopLength",
        22_050_000,
        "pyin: a hop of 1000 s leads to 4310401 pitches at resolution 0.1, more than 1000000; take a larger resolution or a shorter hop",
      ],
      ["maxTransitionRate", 0, "pyin: maxTransitionRate must be a number in (0, 1000], got 0"],
      ["switchProb", 1.5, "pyin: switchProb must be a number in [0, 1], got 1.5"],
      ["noTroughProb", -0.1, "pyin: noTroughProb must be a number in [0, 1], got -0.1"],
    ],
  ],
  [
    (options) => preemphasis(samples, options),
    [
      ["coef", -0.1, "preemphasis: coef must be a number in [0, 1], got -0.1"],
      ["zi", Infinity, "preemphasis: zi must be a number, got Infinity"],
    ],
  ],
  [
    (options) => deemphasis(samples, options),
    [
      ["coef", 1.1, "deemphasis: coef must be a number in [0, 1], got 1.1"],
      ["zi", NaN, "deemphasis: zi must be a number, got NaN"],
    ],
  ],
  [
    (options) => trim(samples, options),
    [["ref", 0, "trim: ref must be a number above 0 or max, got 0"]],
  ],
  [
    (options) => split(samples, options),
    [
      ["topDb", -1, "split: topDb must be a number from 0, got -1"],
      ["hopLength", 0, "split: hopLength must be an integer from 1, got 0"],
    ],
  ],
];

test.each(REFUSALS.map(([call]) => call))("an unknown option is refused: %s", (call) => {
  expect(() => call({ constructor: 1 })).toThrowError(
    expect.objectContaining({
      code: "invalid-argument",
      message: expect.stringMatching(/^\w+: has no option constructor; it takes \w+/),
    }),
  );
});

test.each([0, -1, NaN, Infinity])("a sample rate of %d is refused by all that take one", (rate) => {
  const takers = {
    mel: () => melSpectrogram(magnitudes, { sampleRate: rate }),
    chromaStft: () => chromaStft(magnitudes, { sampleRate: rate, tuning: 0 }),
    constantQ: () => constantQ(samples, { sampleRate: rate }),
    chromaCqt: () => chromaCqt(samples, { sampleRate: rate }),
    spectralContrast: () => spectralContrast(magnitudes, { sampleRate: rate }),
    spectralCentroid: () => spectralCentroid(magnitudes, { sampleRate: rate }),
    spectralBandwidth: () => spectralBandwidth(magnitudes, { sampleRate: rate }),
    spectralRolloff: () => spectralRolloff(magnitudes, { sampleRate: rate }),
    polyFeatures: () => polyFeatures(magnitudes, { sampleRate: rate }),
    estimateTuning: () => estimateTuning(magnitudes, { sampleRate: rate }),
    yin: () => yin(samples, { sampleRate: rate, ...VOICE }),
    pyin: () => pyin(samples, { sampleRate: rate, ...VOICE }),
    tempo: () => tempo(onsets, { sampleRate: rate }),
  };
  const expected = expect.objectContaining({ code: "invalid-argument" });
  for (const [name, take] of Object.entries(takers)) expect(take, name).toThrowError(expected);
});

describe("options are refused with what is allowed", () => {
  const attempts = REFUSALS.flatMap(([call, tried]) =>
    tried.map(([name, value, message]) => ({ call, name, value, message })),
  );

  test.each(attempts)("$message", ({ call, name, value, message }) => {
    expect(() => call({ [name]: value })).toThrowError(
      expect.objectContaining({
        code: "invalid-argument",
        message: expect.stringContaining(message),
      }),
    );
  });
});
