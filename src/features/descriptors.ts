import type { DctType } from "../math/dct.ts";
import type { ClipContext } from "./sets/clip-context.ts";
import { spectralBandwidth } from "./spectral/bandwidth.ts";
import { spectralCentroid } from "./spectral/centroid.ts";
import { chromaCens } from "./spectral/chroma-cens.ts";
import { chromaCqt } from "./spectral/chroma-cqt.ts";
import { chromaStft, PITCH_CLASSES } from "./spectral/chroma-stft.ts";
import { C1, constantQ } from "../signal/cqt.ts";
import { spectralContrast } from "./spectral/contrast.ts";
import { powerToDb } from "../signal/decibel.ts";
import {
  type DescribedSound,
  type Descriptor,
  type DescriptorColumn,
  numbered,
  single,
} from "./descriptor.ts";
import { spectralFlatness } from "./spectral/flatness.ts";
import { type Frames, concatFrames } from "../signal/frames.ts";
import { hzToMel, melToHz } from "../signal/mel-scale.ts";
import { hpss } from "../signal/hpss.ts";
import { mfcc } from "./spectral/mfcc.ts";
import { onsetStrength } from "./rhythm/onset-strength.ts";
import {
  choice,
  flag,
  number,
  pair,
  type Parameters,
  type ValuesOf,
} from "../options/parameters.ts";
import { polyFeatures } from "./spectral/poly-features.ts";
import { pyin } from "./pitch/pyin.ts";
import { rms } from "./spectral/rms.ts";
import { spectralRolloff } from "./spectral/rolloff.ts";
import { spectralFlux } from "./spectral/spectral-flux.ts";
import { tempo } from "./rhythm/tempo.ts";
import { tempogram } from "./rhythm/tempogram.ts";
import { tonnetz } from "./spectral/tonnetz.ts";
import { yin } from "./pitch/yin.ts";
import { zeroCrossingRate } from "./spectral/zero-crossing-rate.ts";

const MEL = {
  nMels: number(128),
  fmin: number(0),
  fmax: number(undefined),
  htk: flag(false),
};
const CQT = {
  fmin: number(undefined),
  threshold: number(0),
  tuning: number(undefined),
  nChroma: number(12),
  nOctaves: number(7),
  binsPerOctave: number(36),
};
// librosa asks for both; these are C2 to C7, as its documentation has them
const PITCH = { fmin: number(65.4), fmax: number(2093) };
const ONSET = { lag: number(1), maxSize: number(1), aggregate: choice("mean", "median") };

/** Every descriptor that a feature set may be composed of, by the name of its function. */
export const DESCRIPTORS = {
  stftMagnitudes: descriptor({
    prefix: "spectrum",
    parameters: {},
    columns: (_, sound) => bins("magnitude of the spectrum", sound),
    frames: ({ magnitudes }) => magnitudes,
  }),
  hpss: descriptor({
    prefix: "hpss",
    parameters: { kernelSize: pair(31), power: number(2, "hard"), margin: pair(1) },
    columns: (_, sound) =>
      ["harmonic", "percussive"].flatMap((part) =>
        bins(`magnitude of the ${part} part of the spectrum`, sound, `${part}_`),
      ),
    frames: ({ magnitudes }, options) => {
      const parts = hpss(magnitudes, options);
      return concatFrames([parts.harmonic, parts.percussive]);
    },
  }),
  constantQ: descriptor({
    prefix: "cqt",
    parameters: {
      fmin: number(C1),
      nBins: number(84),
      binsPerOctave: number(12),
      tuning: number(0),
      filterScale: number(1),
      norm: number(1, "max", "none"),
      sparsity: number(0.01),
      scale: flag(true),
    },
    columns: ({ fmin, nBins, binsPerOctave, tuning }) =>
      numbered(nBins, "", (i) => {
        const hz = fmin * 2 ** ((i + tuning) / binsPerOctave);
        return `magnitude of the constant-Q transform at ${hz.toFixed(1)} Hz`;
      }),
    frames: ({ samples, sampleRate, framing: { hopLength } }, options) =>
      constantQ(samples, sampleRate, { ...options, hopLength }),
  }),
  mfcc: descriptor({
    prefix: "mfcc",
    parameters: {
      nMfcc: number(20),
      ...MEL,
      dctType: number(2),
      norm: choice("ortho", "none"),
      lifter: number(0),
    },
    columns: ({ nMfcc }) =>
      numbered(
        nMfcc,
        "dB",
        (i) => `mel-frequency cepstral coefficient ${i}${i === 0 ? ", the level" : ""}`,
      ),
    frames: (clip, { nMfcc, dctType, norm, lifter, ...mel }) =>
      mfcc(clip.mel(mel), { nMfcc, dctType: dctType as DctType, norm, lifter }),
  }),
  melSpectrogram: descriptor({
    prefix: "mel",
    parameters: { ...MEL, power: number(2), norm: number("slaney", "slaney", "max", "none") },
    columns: (options, { sampleRate }) =>
      melBands(options, sampleRate, "power", options.power === 2 ? "full scale²" : ""),
    frames: (clip, options) => clip.mel(options),
  }),
  logMel: descriptor({
    prefix: "logmel",
    parameters: { ...MEL, ref: number(1, "max"), amin: number(1e-10), topDb: number(80, "none") },
    columns: (options, { sampleRate }) => melBands(options, sampleRate, "level", "dB"),
    frames: (clip, { ref, amin, topDb, ...mel }) => {
      const power = clip.mel(mel);
      return { ...power, data: powerToDb(power.data, { ref, amin, topDb }) };
    },
  }),
  chromaStft: descriptor({
    prefix: "chroma",
    parameters: {
      nChroma: number(12),
      tuning: number(undefined),
      norm: number("max", "max", "none"),
      ctroct: number(5),
      octwidth: number(2, "none"),
    },
    columns: pitchClasses,
    frames: ({ magnitudes, sampleRate }, options) => chromaStft(magnitudes, sampleRate, options),
  }),
  chromaCqt: descriptor({
    prefix: "chroma_cqt",
    parameters: { ...CQT, norm: number("max", "max", "none") },
    columns: pitchClasses,
    frames: ({ samples, sampleRate, framing: { hopLength } }, options) =>
      chromaCqt(samples, sampleRate, { ...options, hopLength }),
  }),
  chromaCens: descriptor({
    prefix: "chroma_cens",
    parameters: {
      fmin: CQT.fmin,
      tuning: CQT.tuning,
      nChroma: CQT.nChroma,
      nOctaves: CQT.nOctaves,
      binsPerOctave: CQT.binsPerOctave,
      norm: number(2, "max", "none"),
      winLenSmooth: number(41, "none"),
    },
    columns: pitchClasses,
    frames: ({ samples, sampleRate, framing: { hopLength } }, options) =>
      chromaCens(samples, sampleRate, { ...options, hopLength }),
  }),
  tonnetz: descriptor({
    prefix: "tonnetz",
    parameters: { harmonic: flag(true) },
    columns: () =>
      ["fifth", "minor", "major"].flatMap((circle) =>
        ["x", "y"].map((axis) => ({
          suffix: `${circle}_${axis}`,
          description: `${axis} of the tonal centroid on the circle of ${circle === "fifth" ? "fifths" : `${circle} thirds`}`,
          unit: "",
        })),
      ),
    frames: (clip, { harmonic }) => {
      const { sampleRate, framing } = clip;
      const samples = harmonic ? clip.harmonic : clip.samples;
      return tonnetz(chromaCqt(samples, sampleRate, { hopLength: framing.hopLength }));
    },
  }),
  spectralContrast: descriptor({
    prefix: "contrast",
    parameters: {
      fmin: number(200),
      nBands: number(6),
      quantile: number(0.02),
      linear: flag(false),
    },
    columns: ({ fmin, nBands, linear }) =>
      numbered(nBands + 1, linear ? "full scale" : "dB", (i) => {
        const range = i === 0 ? `up to ${fmin} Hz` : `from ${fmin * 2 ** (i - 1)} Hz on`;
        return `level of the peaks over that of the valleys in the band ${range}`;
      }),
    frames: ({ magnitudes, sampleRate }, options) =>
      spectralContrast(magnitudes, sampleRate, options),
  }),
  spectralCentroid: descriptor({
    prefix: "centroid",
    parameters: {},
    columns: () => single("Hz", "mean frequency of the spectrum"),
    frames: ({ magnitudes, sampleRate }) => spectralCentroid(magnitudes, sampleRate),
  }),
  spectralBandwidth: descriptor({
    prefix: "bandwidth",
    parameters: { p: number(2), norm: flag(true) },
    columns: () => single("Hz", "spread of the spectrum around its centroid"),
    frames: ({ magnitudes, sampleRate }, options) =>
      spectralBandwidth(magnitudes, sampleRate, options),
  }),
  spectralRolloff: descriptor({
    prefix: "rolloff",
    parameters: { rollPercent: number(0.85) },
    columns: ({ rollPercent }) =>
      single(
        "Hz",
        `frequency up to which ${Number((100 * rollPercent).toPrecision(6))} % of the spectrum lie`,
      ),
    frames: ({ magnitudes, sampleRate }, options) =>
      spectralRolloff(magnitudes, sampleRate, options),
  }),
  spectralFlatness: descriptor({
    prefix: "flatness",
    parameters: { amin: number(1e-10), power: number(2) },
    columns: () => single("", "likeness of the spectrum to that of noise, 0 to 1"),
    frames: ({ magnitudes }, options) => spectralFlatness(magnitudes, options),
  }),
  spectralFlux: descriptor({
    prefix: "flux",
    parameters: {},
    columns: () => single("full scale", "distance of the spectrum from that of the frame before"),
    frames: ({ magnitudes }) => spectralFlux(magnitudes),
  }),
  polyFeatures: descriptor({
    prefix: "poly",
    parameters: { order: number(1) },
    columns: ({ order }) =>
      numbered(
        order + 1,
        "",
        (i) =>
          `coefficient of the frequency to the power of ${order - i} in the polynomial that fits the spectrum`,
      ),
    frames: ({ magnitudes, sampleRate }, options) => polyFeatures(magnitudes, sampleRate, options),
  }),
  zeroCrossingRate: descriptor({
    prefix: "zcr",
    parameters: { threshold: number(1e-10), zeroPos: flag(true) },
    columns: () => single("", "share of samples at which the sign changes"),
    frames: (clip, options) =>
      zeroCrossingRate(clip.samples, { ...options, ...clip.sampleFraming }),
  }),
  rms: descriptor({
    prefix: "rms",
    parameters: {},
    columns: () => single("full scale", "root-mean-square level"),
    frames: (clip) => rms(clip.samples, clip.sampleFraming),
  }),
  yin: descriptor({
    prefix: "yin",
    parameters: { ...PITCH, troughThreshold: number(0.1) },
    columns: () => single("Hz", "fundamental frequency, by YIN"),
    frames: (clip, options) =>
      column(yin(clip.samples, clip.sampleRate, { ...options, ...clip.sampleFraming })),
  }),
  pyin: descriptor({
    prefix: "pyin",
    parameters: {
      ...PITCH,
      nThresholds: number(100),
      resolution: number(0.1),
      switchProb: number(0.01),
    },
    columns: () => [
      { suffix: "f0", description: "fundamental frequency of what is voiced, by pYIN", unit: "Hz" },
      {
        suffix: "voiced",
        description: "voicing by pYIN, 1 where there is a voice, 0 where not",
        unit: "",
      },
      { suffix: "voiced_prob", description: "probability of a voice by pYIN", unit: "" },
    ],
    frames: (clip, options) => {
      const { f0, voicedFlag, voicedProb } = pyin(clip.samples, clip.sampleRate, {
        ...options,
        ...clip.sampleFraming,
      });
      const data = Float32Array.from(
        { length: f0.length * 3 },
        (_, i) => [f0, voicedFlag, voicedProb][i % 3]![Math.floor(i / 3)]!,
      );
      return { data, count: f0.length, width: 3 };
    },
    gaps: true,
  }),
  onsetStrength: descriptor({
    prefix: "onset",
    parameters: { ...ONSET, detrend: flag(false) },
    columns: () => single("dB", "increase of the levels of the mel bands, where sound begins"),
    frames: (clip, options) => column(onsets(clip, options)),
  }),
  tempogram: descriptor({
    prefix: "tempogram",
    parameters: { ...ONSET, winLength: number(384), norm: number("max", "max", "none") },
    columns: ({ winLength }) =>
      numbered(winLength, "", (i) => `likeness of the onset strength to itself ${i} frames later`),
    frames: (clip, { winLength, norm, ...onset }) =>
      tempogram(onsets(clip, onset), { winLength, norm }),
  }),
  tempo: descriptor({
    prefix: "tempo",
    parameters: {
      ...ONSET,
      startBpm: number(120),
      stdBpm: number(1),
      acSize: number(8),
      maxTempo: number(320, "none"),
    },
    columns: () => single("beats/min", "tempo of what begins again and again"),
    frames: (clip, { startBpm, stdBpm, acSize, maxTempo, ...onset }) => {
      const { hopLength } = clip.framing;
      const options = { startBpm, stdBpm, acSize, maxTempo, hopLength };
      return column(tempo(onsets(clip, onset), clip.sampleRate, options));
    },
    perClip: true,
  }),
} as const;

/** The name of a descriptor. */
export type DescriptorName = keyof typeof DESCRIPTORS;

/** The names of all descriptors. */
export const DESCRIPTOR_NAMES = Object.keys(DESCRIPTORS) as readonly DescriptorName[];

// keeps each entry's own parameters in its type
function descriptor<P extends Parameters>(entry: Descriptor<P>): Descriptor<P> {
  return entry;
}

function bins(
  what: string,
  { sampleRate, framing: { nFft } }: DescribedSound,
  part = "",
): DescriptorColumn[] {
  return Array.from({ length: nFft / 2 + 1 }, (_, k) => {
    const hz = Number(((k * sampleRate) / nFft).toFixed(1));
    return { suffix: `${part}${k}`, description: `${what} at ${hz} Hz`, unit: "" };
  });
}

function pitchClasses({ nChroma }: { readonly nChroma: number }): DescriptorColumn[] {
  const description = (name: string | number): string =>
    `strength of the pitch class ${name} relative to the strongest`;
  if (nChroma !== PITCH_CLASSES.length) return numbered(nChroma, "", description);
  return PITCH_CLASSES.map((name) => ({ suffix: name, description: description(name), unit: "" }));
}

function melBands(
  { nMels, fmin, fmax, htk }: ValuesOf<typeof MEL>,
  sampleRate: number,
  what: string,
  unit: string,
): DescriptorColumn[] {
  const low = hzToMel(fmin, htk);
  const step = (hzToMel(fmax ?? sampleRate / 2, htk) - low) / (nMels + 1);
  const hz = (edge: number): string => melToHz(low + edge * step, htk).toFixed(0);
  return numbered(
    nMels,
    unit,
    (i) => `${what} in the mel band around ${hz(i + 1)} Hz (${hz(i)} to ${hz(i + 2)})`,
  );
}

function onsets(
  clip: ClipContext,
  options: Partial<ValuesOf<typeof ONSET>> & { readonly detrend?: boolean },
): Float32Array {
  const { nFft, hopLength } = clip.framing;
  const power = clip.mel();
  const decibels = { ...power, data: powerToDb(power.data) };
  return onsetStrength(decibels, { ...options, nFft, hopLength });
}

function column(values: ArrayLike<number>): Frames {
  return { data: Float32Array.from(values), count: values.length, width: 1 };
}
