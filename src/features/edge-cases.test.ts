import { describe, expect, test } from "vitest";
import { AffektError } from "../errors.ts";
import { Random } from "../math/statistics/random.ts";
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
import type { Frames } from "../signal/frames.ts";
import { harmonic, hpss, percussive } from "../signal/hpss.ts";
import { istft } from "../signal/istft.ts";
import { melSpectrogram } from "./spectral/mel.ts";
import { mfcc } from "./spectral/mfcc.ts";
import { onsetEnvelope } from "./rhythm/onset-envelope.fixture.ts";
import { SAMPLE_RATE } from "./parity.fixture.ts";
import { polyFeatures } from "./spectral/poly-features.ts";
import { deemphasis, preemphasis } from "../signal/preemphasis.ts";
import { pyin } from "./pitch/pyin.ts";
import { rms } from "./spectral/rms.ts";
import { spectralRolloff } from "./spectral/rolloff.ts";
import { spectralFlux } from "./spectral/spectral-flux.ts";
import { split } from "./split.ts";
import { magnitude, stft } from "../signal/stft.ts";
import { tempo } from "./rhythm/tempo.ts";
import { tempogram } from "./rhythm/tempogram.ts";
import { tonnetz } from "./spectral/tonnetz.ts";
import { trim } from "./trim.ts";
import { estimateTuning } from "./pitch/tuning.ts";
import { yin } from "./pitch/yin.ts";
import { zeroCrossingRate } from "./spectral/zero-crossing-rate.ts";

const magnitudes = (samples: Float32Array): Frames => magnitude(stft(samples));
const VOICE = { fmin: 65, fmax: 2000 };
const mel = (samples: Float32Array): Frames =>
  melSpectrogram(magnitudes(samples), { sampleRate: SAMPLE_RATE });

/** Every descriptor with its defaults, as plain numbers. */
const DESCRIPTORS: Readonly<Record<string, (samples: Float32Array) => ArrayLike<number>>> = {
  stft: (samples) => stft(samples).data,
  istft: (samples) => istft(stft(samples), { length: samples.length }),
  melSpectrogram: (samples) => mel(samples).data,
  powerToDb: (samples) => powerToDb(mel(samples).data),
  amplitudeToDb: (samples) => amplitudeToDb(magnitudes(samples).data),
  mfcc: (samples) => mfcc(mel(samples)).data,
  delta: (samples) => delta(mfcc(mel(samples)), { mode: "nearest" }).data,
  chromaStft: (samples) => chromaStft(magnitudes(samples), { sampleRate: SAMPLE_RATE }).data,
  constantQ: (samples) => constantQ(samples, { sampleRate: SAMPLE_RATE }).data,
  chromaCqt: (samples) => chromaCqt(samples, { sampleRate: SAMPLE_RATE }).data,
  chromaCens: (samples) => chromaCens(samples, { sampleRate: SAMPLE_RATE }).data,
  spectralContrast: (samples) =>
    spectralContrast(magnitudes(samples), { sampleRate: SAMPLE_RATE }).data,
  tonnetz: (samples) => tonnetz(chromaStft(magnitudes(samples), { sampleRate: SAMPLE_RATE })).data,
  spectralCentroid: (samples) =>
    spectralCentroid(magnitudes(samples), { sampleRate: SAMPLE_RATE }).data,
  spectralBandwidth: (samples) =>
    spectralBandwidth(magnitudes(samples), { sampleRate: SAMPLE_RATE }).data,
  spectralRolloff: (samples) =>
    spectralRolloff(magnitudes(samples), { sampleRate: SAMPLE_RATE }).data,
  spectralFlatness: (samples) => spectralFlatness(magnitudes(samples)).data,
  polyFeatures: (samples) => polyFeatures(magnitudes(samples), { sampleRate: SAMPLE_RATE }).data,
  hpss: (samples) => {
    const parts = hpss(magnitudes(samples));
    return [...parts.harmonic.data, ...parts.percussive.data];
  },
  harmonic: (samples) => harmonic(samples),
  percussive: (samples) => percussive(samples),
  estimateTuning: (samples) => [estimateTuning(magnitudes(samples), { sampleRate: SAMPLE_RATE })],
  zeroCrossingRate: (samples) => zeroCrossingRate(samples).data,
  rms: (samples) => rms(samples).data,
  "rms of a spectrogram": (samples) => rms(magnitudes(samples)).data,
  spectralFlux: (samples) => spectralFlux(magnitudes(samples)).data,
  onsetStrength: onsetEnvelope,
  tempogram: (samples) => tempogram(onsetEnvelope(samples)).data,
  tempo: (samples) => tempo(onsetEnvelope(samples), { sampleRate: SAMPLE_RATE }),
  yin: (samples) => yin(samples, { sampleRate: SAMPLE_RATE, ...VOICE }),
  pyin: (samples) => {
    const { f0, voicedProb } = pyin(samples, { sampleRate: SAMPLE_RATE, ...VOICE, fillNa: "none" });
    return [...f0, ...voicedProb];
  },
  preemphasis: (samples) => preemphasis(samples),
  deemphasis: (samples) => deemphasis(samples),
  trim: (samples) => trim(samples).samples,
  split: (samples) => split(samples).flatMap(({ start, end }) => [start, end]),
};

const random = new Random(5);
const noise = (length: number, level: number): Float32Array =>
  Float32Array.from({ length }, () => level * (random.uniform() - 0.5));

const SIGNALS: readonly [string, Float32Array][] = [
  ["empty", new Float32Array(0)],
  ["one sample", Float32Array.of(0.5)],
  ["two samples", Float32Array.of(0.5, -0.5)],
  ["shorter than a hop", noise(300, 1)],
  ["a frame but one sample", noise(2047, 1)],
  ["digital silence", new Float32Array(9000)],
  ["constant", new Float32Array(9000).fill(1)],
  ["clipped", noise(9000, 20).map((x) => Math.max(-1, Math.min(1, x)))],
  ["one sample in silence", new Float32Array(9000).fill(1, 5000, 5001)],
  ["the smallest numbers", new Float32Array(9000).fill(1e-45)],
  ["large numbers", noise(9000, 1e6)],
];

describe.each(Object.entries(DESCRIPTORS))("%s", (_, descriptor) => {
  test.each(SIGNALS)("is finite: %s", (_, samples) => {
    const values = Array.from(descriptor(samples));
    expect(values.filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(values.length > 0 || samples.length === 0).toBe(true);
  });

  test.each([NaN, Infinity, -Infinity])("says so where a sample is %d", (value) => {
    const samples = noise(9000, 1).fill(value, 6000, 6001);
    const expected = expect.objectContaining({ code: "unreadable" });
    expect(() => descriptor(samples)).toThrowError(expected);
  });

  test.each([1e18, 1e25, 1e38])("has no NaN at %d times full scale", (level) => {
    expect(Array.from(valuesOrRefusal(descriptor, noise(9000, level))).some(Number.isNaN)).toBe(
      false,
    );
  });
});

// Squares of such samples may leave float32, which a descriptor may refuse but not pass on.
function valuesOrRefusal(
  descriptor: (samples: Float32Array) => ArrayLike<number>,
  samples: Float32Array,
): ArrayLike<number> {
  try {
    return descriptor(samples);
  } catch (error) {
    if (error instanceof AffektError && error.code === "unreadable") return [];
    throw error;
  }
}

// by librosa 0.11 of 9000 zeros
test.each([
  ["melSpectrogram", 0],
  ["chromaStft", 0],
  ["chromaCqt", 0],
  ["chromaCens", 0],
  ["spectralContrast", 0],
  ["tonnetz", 0],
  ["spectralCentroid", 0],
  ["spectralBandwidth", 0],
  ["spectralRolloff", 0],
  ["spectralFlatness", 1],
  ["polyFeatures", 0],
  ["harmonic", 0],
  ["percussive", 0],
  ["estimateTuning", 0],
  ["zeroCrossingRate", 0],
  ["rms", 0],
  ["spectralFlux", 0],
  ["onsetStrength", 0],
  ["tempogram", 0],
  ["tempo", 117.453_835_227_272_73],
  ["yin", SAMPLE_RATE / 11],
])("%s of digital silence is %d everywhere", (name, value) => {
  const values = Array.from(DESCRIPTORS[name]!(new Float32Array(9000)));
  expect(values.filter((x) => x !== value)).toEqual([]);
});
