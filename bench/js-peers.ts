// Meyda and essentia.js beside Affekt on descriptors that they have too. Neither is a dependency: `folder` is where they are installed (npm install meyda essentia.js).
import { createRequire } from "node:module";
import { join } from "node:path";
import { spectralCentroid } from "../src/features/spectral/centroid.ts";
import { chromaStft } from "../src/features/spectral/chroma-stft.ts";
import { spectralFlatness } from "../src/features/spectral/flatness.ts";
import { melSpectrogram } from "../src/features/spectral/mel.ts";
import { mfcc } from "../src/features/spectral/mfcc.ts";
import { spectralRolloff } from "../src/features/spectral/rolloff.ts";
import { stftMagnitudes } from "../src/signal/stft.ts";

const RATE = 22_050;
const FRAME = 2048;
const HOP = 512;

type Job = (samples: Float32Array) => unknown;

/** Each library's way from samples to a descriptor of all frames. */
export interface PeerJobs {
  readonly descriptor: string;
  readonly affekt: Job;
  readonly meyda: Job;
  readonly essentia: Job;
}

/** The descriptors that all three have, by 40 coefficients of 128 mel bands where they take such numbers. */
export function peerJobs(folder: string): PeerJobs[] {
  const load = createRequire(join(folder, "index.js"));
  const meyda = meydaJob(load("meyda") as Meyda);
  const { Essentia, EssentiaWASM } = load("essentia.js") as EssentiaModule;
  const essentia = essentiaJob(new Essentia(EssentiaWASM));
  const high = RATE / 2;
  return [
    {
      descriptor: "magnitudes",
      affekt: (samples) => stftMagnitudes(samples),
      meyda: meyda("amplitudeSpectrum"),
      essentia: essentia(() => []),
    },
    {
      descriptor: "mel bands",
      affekt: (samples) => melSpectrogram(stftMagnitudes(samples), { sampleRate: RATE }),
      meyda: meyda("melBands"),
      essentia: essentia((e, s) => [
        e.MelBands(s, high, FRAME / 2 + 1, false, 0, "unit_sum", 128, RATE).bands,
      ]),
    },
    {
      descriptor: "MFCC",
      affekt: (samples) =>
        mfcc(melSpectrogram(stftMagnitudes(samples), { sampleRate: RATE }), { nMfcc: 40 }),
      meyda: meyda("mfcc"),
      essentia: essentia((e, s) => {
        const scale = [FRAME / 2 + 1, 0, "dbamp", 0, "unit_sum", 128, 40, RATE] as const;
        const { bands, mfcc } = e.MFCC(s, 2, high, ...scale);
        return [bands, mfcc];
      }),
    },
    {
      descriptor: "chroma",
      affekt: (samples) => chromaStft(stftMagnitudes(samples), { sampleRate: RATE, tuning: 0 }),
      meyda: meyda("chroma"),
      essentia: essentia((e, s) => {
        const peaks = e.SpectralPeaks(s, 0, 5000, 100, 40, "frequency", RATE);
        const { hpcp } = e.HPCP(peaks.frequencies, peaks.magnitudes);
        return [peaks.frequencies, peaks.magnitudes, hpcp];
      }),
    },
    {
      descriptor: "centroid",
      affekt: (samples) => spectralCentroid(stftMagnitudes(samples), { sampleRate: RATE }),
      meyda: meyda("spectralCentroid"),
      essentia: essentia((e, s) => (e.Centroid(s, high), [])),
    },
    {
      descriptor: "roll-off",
      affekt: (samples) => spectralRolloff(stftMagnitudes(samples), { sampleRate: RATE }),
      meyda: meyda("spectralRolloff"),
      essentia: essentia((e, s) => (e.RollOff(s, 0.85, RATE), [])),
    },
    {
      descriptor: "flatness",
      affekt: (samples) => spectralFlatness(stftMagnitudes(samples)),
      meyda: meyda("spectralFlatness"),
      essentia: essentia((e, s) => (e.Flatness(s), [])),
    },
  ];
}

function eachFrame(samples: Float32Array, work: (frame: Float32Array) => void): void {
  const padded = new Float32Array(samples.length + FRAME);
  padded.set(samples, FRAME / 2);
  for (let at = 0; at + FRAME <= padded.length; at += HOP) work(padded.subarray(at, at + FRAME));
}

/** The part of Meyda that is used. */
interface Meyda {
  bufferSize: number;
  sampleRate: number;
  melBands: number;
  numberOfMFCCCoefficients: number;
  windowingFunction: string;
  extract(features: string, frame: Float32Array): unknown;
}

function meydaJob(meyda: Meyda): (feature: string) => Job {
  Object.assign(meyda, {
    bufferSize: FRAME,
    sampleRate: RATE,
    melBands: 128,
    numberOfMFCCCoefficients: 40,
    windowingFunction: "hanning",
  });
  return (feature) => (samples) => {
    eachFrame(samples, (frame) => meyda.extract(feature, frame));
  };
}

/** An array in essentia's memory. */
interface Vector {
  delete(): void;
}

type Algorithm<Result extends string> = (...args: readonly unknown[]) => Record<Result, Vector>;

/** The part of essentia.js that is used. */
interface Essentia {
  arrayToVector(values: Float32Array): Vector;
  Windowing: Algorithm<"frame">;
  Spectrum: Algorithm<"spectrum">;
  MelBands: Algorithm<"bands">;
  MFCC: Algorithm<"bands" | "mfcc">;
  SpectralPeaks: Algorithm<"frequencies" | "magnitudes">;
  HPCP: Algorithm<"hpcp">;
  Centroid: Algorithm<never>;
  RollOff: Algorithm<never>;
  Flatness: Algorithm<never>;
}

interface EssentiaModule {
  readonly Essentia: new (wasm: unknown) => Essentia;
  readonly EssentiaWASM: unknown;
}

type OfSpectrum = (essentia: Essentia, spectrum: Vector) => readonly Vector[];

function essentiaJob(essentia: Essentia): (work: OfSpectrum) => Job {
  return (work) => (samples) => {
    eachFrame(samples, (values) => {
      const input = essentia.arrayToVector(values);
      const { frame } = essentia.Windowing(input, false, FRAME, "hann", 0, false);
      const { spectrum } = essentia.Spectrum(frame, FRAME);
      for (const made of [...work(essentia, spectrum), spectrum, frame, input]) made.delete();
    });
  };
}
