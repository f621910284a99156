import { AffektError } from "../errors.ts";
import { chromaStft, PITCH_CLASSES } from "./chroma.ts";
import { spectralContrast } from "./contrast.ts";
import { chromaCqt } from "./chroma-cqt.ts";
import { type Frames, meanOverTime } from "./frames.ts";
import { harmonic } from "./hpss.ts";
import { melSpectrogram } from "./mel.ts";
import { mfcc } from "./mfcc.ts";
import { stftMagnitudes } from "./stft.ts";
import { tonnetz } from "./tonnetz.ts";

/** A named list of features, always computed in the same way and order from mono samples at its sample rate. */
export interface FeatureSet {
  readonly name: string;
  /** Raised whenever a value changes. */
  readonly version: number;
  /** What recordings are resampled to, in Hz. */
  readonly sampleRate: number;
  /** The descriptors whose means over time make the vector. */
  readonly descriptors: readonly Descriptor[];
}

/** One descriptor of a set: the names of its values and how they come, frame by frame, from a clip. */
export interface Descriptor {
  readonly columns: readonly string[];
  readonly frames: (clip: AnalysedClip) => Frames;
}

/** A clip with what several descriptors share, each computed at its first use. */
export class AnalysedClip {
  readonly samples: Float32Array;
  readonly sampleRate: number;
  #magnitudes: Frames | undefined;
  #mel: Frames | undefined;

  constructor(samples: Float32Array, sampleRate: number) {
    this.samples = samples;
    this.sampleRate = sampleRate;
  }

  get magnitudes(): Frames {
    return (this.#magnitudes ??= stftMagnitudes(this.samples));
  }

  get mel(): Frames {
    return (this.#mel ??= melSpectrogram(this.magnitudes, this.sampleRate));
  }
}

const MFCC: Descriptor = {
  columns: numbered("mfcc", 40),
  frames: ({ mel }) => mfcc(mel, { nMfcc: 40 }),
};

const CHROMA: Descriptor = {
  columns: PITCH_CLASSES.map((name) => `chroma_${name}`),
  frames: ({ magnitudes, sampleRate }) => chromaStft(magnitudes, sampleRate),
};

const MEL: Descriptor = {
  columns: numbered("mel", 128),
  frames: ({ mel }) => mel,
};

const CONTRAST: Descriptor = {
  columns: numbered("contrast", 7),
  frames: ({ magnitudes, sampleRate }) => spectralContrast(magnitudes, sampleRate),
};

const TONNETZ: Descriptor = {
  columns: ["fifth_x", "fifth_y", "minor_x", "minor_y", "major_x", "major_y"].map(
    (name) => `tonnetz_${name}`,
  ),
  frames: ({ samples, sampleRate }) => tonnetz(chromaCqt(harmonic(samples), sampleRate)),
};

const SETS: readonly FeatureSet[] = [
  {
    name: "classic",
    version: 2,
    sampleRate: 22_050,
    descriptors: [MFCC, CHROMA, MEL, CONTRAST, TONNETZ],
  },
  { name: "classic-180", version: 2, sampleRate: 22_050, descriptors: [MFCC, CHROMA, MEL] },
];

/** The names of all feature sets. */
export const FEATURE_SETS: readonly string[] = SETS.map(({ name }) => name);

/** The feature set of that name. Errors: `invalid-argument` for an unknown one. */
export function featureSet(name: string): FeatureSet {
  const set = SETS.find((s) => s.name === name);
  if (set === undefined) {
    throw new AffektError(
      "invalid-argument",
      `feature set: expected one of ${FEATURE_SETS.join(", ")}, got ${name}`,
    );
  }
  return set;
}

/** The name of each value of a set's vector. */
export function columnsOf({ descriptors }: FeatureSet): string[] {
  return descriptors.flatMap(({ columns }) => columns);
}

/** What tells one set's vectors from another's: eight hexadecimal digits over its name, version, rate and columns (FNV-1a). */
export function hashOf(set: FeatureSet): string {
  const text = [set.name, set.version, set.sampleRate, ...columnsOf(set)].join("\n");
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** One clip's vector: the mean over time of each value. samples: mono, at the set's sample rate. */
export function clipVector(samples: Float32Array, set: FeatureSet): Float32Array {
  const clip = new AnalysedClip(samples, set.sampleRate);
  const means = set.descriptors.map(({ frames }) => meanOverTime(frames(clip)));
  return Float32Array.from(means.flatMap((mean) => [...mean]));
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${name}_${i}`);
}
