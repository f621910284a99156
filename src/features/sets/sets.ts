import { AffektError, assertArgument } from "../../errors.ts";
import { ENCODER_HOP, ENCODER_RATE } from "../encoder/encoder-layers.ts";
import { ClipContext } from "./clip-context.ts";
import { columnsOf, hasAtMost, isSequence } from "./columns.ts";
import {
  completeSet,
  descriptorOf,
  type DescriptorUse,
  type FeatureSet,
  type FeatureSetDefinition,
} from "./definition.ts";
import { hashOf } from "./hash.ts";
import { FIFTHS } from "../domains.ts";
import type { StatisticUse } from "./statistic-use.ts";
import { valuesOf } from "./vector.ts";

const CLASSIC_180: readonly DescriptorUse[] = [
  { name: "mfcc", nMfcc: 40 },
  { name: "chromaStft" },
  { name: "melSpectrogram" },
];

/** Windows of 25 ms every 10 ms at 16 kHz. */
const SPEECH = { sampleRate: 16_000, framing: { nFft: 512, winLength: 400, hopLength: 160 } };

/** The pitch of shouting voices, too. */
const PITCH = { fmin: 65, fmax: 700 };

/** What `functionals` has of each contour and its derivative: the shape of its distribution, its course over the clip, and the voiced parts by themselves. */
const FUNCTIONALS: readonly StatisticUse[] = [
  ...(["mean", "std", "skewness", "kurtosis"] as const),
  ...([5, 20, 50, 80, 95] as const).map((share) => `percentile${share}` as const),
  ...FIFTHS.flatMap((over) => [{ name: "mean", over } as const, { name: "std", over } as const]),
  ...(["mean", "std", "skewness", "percentile20", "percentile80"] as const).map((name) => ({
    name,
    over: "voiced" as const,
  })),
  { name: "mean", over: "unvoiced" },
  // after 30, 80, 150 and 300 ms
  ...([3, 8, 15, 30] as const).map((frames) => `autocorrelation${frames}` as const),
];

const CONTOURS: readonly DescriptorUse[] = [
  { name: "mfcc", nMfcc: 20, nMels: 64, deltas: 1 },
  { name: "logMel", nMels: 40, deltas: 1 },
  { name: "pyin", ...PITCH },
  { name: "rms", deltas: 1 },
  { name: "zeroCrossingRate", deltas: 1 },
  { name: "spectralCentroid", deltas: 1 },
  { name: "spectralBandwidth", deltas: 1 },
  { name: "spectralRolloff", deltas: 1 },
  { name: "spectralRolloff", rollPercent: 0.25, prefix: "rolloff25", deltas: 1 },
  { name: "spectralFlatness", deltas: 1 },
  { name: "spectralContrast", deltas: 1 },
  { name: "spectralFlux", deltas: 1 },
  { name: "mfccCovariance", nMfcc: 20, nMels: 64 },
];

/** The steps of the voice encoder. */
const ENCODER = { sampleRate: ENCODER_RATE, framing: { nFft: 400, hopLength: ENCODER_HOP } };

const SETS: readonly FeatureSet[] = (
  [
    {
      name: "classic",
      version: 2,
      statistics: ["mean"],
      descriptors: [...CLASSIC_180, { name: "spectralContrast" }, { name: "tonnetz" }],
    },
    { name: "classic-180", version: 2, statistics: ["mean"], descriptors: CLASSIC_180 },
    {
      name: "functionals",
      version: 2,
      ...SPEECH,
      trim: { topDb: 30 },
      voicing: PITCH,
      statistics: FUNCTIONALS,
      descriptors: CONTOURS,
    },
    { name: "frames", ...SPEECH, descriptors: [{ name: "logMel", nMels: 64 }] },
    {
      name: "frames-mfcc",
      ...SPEECH,
      descriptors: [{ name: "mfcc", nMfcc: 20, nMels: 64, deltas: 2 }],
    },
    // windows of 40 ms every 20 ms
    {
      name: "frames-20ms",
      sampleRate: 16_000,
      framing: { nFft: 1024, winLength: 640, hopLength: 320 },
      descriptors: [{ name: "logMel", nMels: 80 }],
    },
    // the frames of ResLSTM-SA, https://arxiv.org/abs/2606.03359: 85 ms every 43 ms
    {
      name: "frames-chroma",
      sampleRate: 48_000,
      framing: { nFft: 4096, hopLength: 2048 },
      descriptors: [{ name: "mfcc", nMfcc: 34 }, { name: "chromaStft" }],
    },
    {
      name: "speech",
      ...ENCODER,
      statistics: ["mean", "std"],
      descriptors: [{ name: "encoderLayers" }],
    },
    {
      name: "speech-views",
      ...ENCODER,
      statistics: ["mean", "std"],
      descriptors: [{ name: "encoderLayers", speeds: [0.93, 1, 1.07] }],
    },
    { name: "speech-frames", ...ENCODER, descriptors: [{ name: "encoderLayers" }] },
    // what the layer that is trained further stands on
    {
      name: "speech-lower-frames",
      ...ENCODER,
      descriptors: [{ name: "encoderLayers", layers: [1, 2] }],
    },
  ] satisfies FeatureSetDefinition[]
).map((set) => completeSet(set, set.name));

/** The names of the built-in feature sets. */
export const FEATURE_SETS: readonly string[] = SETS.map(({ name }) => name);

/**
 * A built-in feature set by its name, or one that a definition composes, checked and complete. `where` names it in messages.
 * @throws {AffektError} `invalid-argument` for an unknown name, or naming the place in the definition and what is allowed there.
 */
export function featureSet(set: string | FeatureSetDefinition, where = "feature set"): FeatureSet {
  if (typeof set !== "string") return composedSet(set, where);
  const known = SETS.find(({ name }) => name === set);
  if (known === undefined) {
    throw new AffektError(
      "invalid-argument",
      `${where}: expected one of ${FEATURE_SETS.join(", ")}, or a .json file that defines one, got ${set}`,
    );
  }
  return known;
}

const MAX_COLUMNS = 100_000;

function composedSet(definition: FeatureSetDefinition, where: string): FeatureSet {
  const set = completeSet(definition, where);
  const known = SETS.find(({ name }) => name === set.name);
  if (known !== undefined) {
    assertArgument(
      hashOf(known) === hashOf(set),
      `${where}: ${set.name} is a built-in set (version ${known.version}); choose another name`,
    );
    return known;
  }
  assertArgument(
    hasAtMost(MAX_COLUMNS, set),
    `${where}: has more than ${MAX_COLUMNS} columns; take fewer descriptors or statistics`,
  );
  assertDistinctColumns(set, where);
  if (isSequence(set)) assertOneFrameRate(set, where);
  tryOut(set, where);
  return set;
}

function assertDistinctColumns(set: FeatureSet, where: string): void {
  const known = new Set<string>();
  for (const name of columnsOf(set)) {
    assertArgument(
      !known.has(name),
      `${where}: two columns are named ${name}; give one descriptor another prefix`,
    );
    known.add(name);
  }
}

function assertOneFrameRate({ descriptors, framing }: FeatureSet, where: string): void {
  for (const [i, { name, statistics, framing: own = framing }] of descriptors.entries()) {
    assertArgument(
      statistics.length === 0 && !descriptorOf(name).perClip,
      `${where}: descriptors[${i}] gives one value a clip where others, which have no statistics, give one a frame; give statistics to all or to none`,
    );
    assertArgument(
      own.hopLength === framing.hopLength && own.center === framing.center,
      `${where}: descriptors[${i}] cannot stand beside the others in a sequence: its frames are ${inWords(own)}, those of the set ${inWords(framing)}; give all the same hopLength and center, or give statistics to all`,
    );
  }
}

function inWords({ hopLength, center }: FeatureSet["framing"]): string {
  return `${center ? "" : "not "}centred, one every ${hopLength} samples`;
}

// Checks that need data, such as more coefficients than bands, on the shortest clip with a frame.
function tryOut(set: FeatureSet, where: string): void {
  const { framing, descriptors } = set;
  const lengths = descriptors.map(({ framing: own = framing }) => (own.center ? 1 : own.nFft));
  const clip = new ClipContext(new Float32Array(Math.max(...lengths)), set);
  for (const [i, use] of descriptors.entries()) {
    if (descriptorOf(use.name).prepare !== undefined) continue;
    try {
      valuesOf(use, clip);
    } catch (cause) {
      const isMemory = cause instanceof RangeError;
      if (!isMemory && !(cause instanceof AffektError)) throw cause;
      const reason = isMemory ? "needs too much memory" : cause.message;
      throw new AffektError("invalid-argument", `${where}: descriptors[${i}]: ${reason}`, {
        cause,
      });
    }
  }
}
