import { AffektError } from "../../errors.ts";
import { ClipContext } from "./clip-context.ts";
import { framesOf } from "./vector.ts";
import { columnsOf, isSequence } from "./columns.ts";
import {
  completeSet,
  descriptorOf,
  type DescriptorUse,
  type FeatureSet,
  type FeatureSetDefinition,
} from "./definition.ts";
import { hashOf } from "./hash.ts";

const CLASSIC_180: readonly DescriptorUse[] = [
  { name: "mfcc", nMfcc: 40 },
  { name: "chromaStft" },
  { name: "melSpectrogram" },
];

/** Windows of 25 ms every 10 ms at 16 kHz. */
const SPEECH = { sampleRate: 16_000, framing: { nFft: 512, winLength: 400, hopLength: 160 } };

const SETS: readonly FeatureSet[] = (
  [
    {
      name: "classic",
      version: 2,
      statistics: ["mean"],
      descriptors: [...CLASSIC_180, { name: "spectralContrast" }, { name: "tonnetz" }],
    },
    { name: "classic-180", version: 2, statistics: ["mean"], descriptors: CLASSIC_180 },
    { name: "frames", ...SPEECH, descriptors: [{ name: "logMel", nMels: 64 }] },
    {
      name: "frames-mfcc",
      ...SPEECH,
      descriptors: [{ name: "mfcc", nMfcc: 20, nMels: 64, deltas: 2 }],
    },
  ] satisfies FeatureSetDefinition[]
).map((set) => completeSet(set, set.name));

/** The names of the feature sets that Affekt brings along. */
export const FEATURE_SETS: readonly string[] = SETS.map(({ name }) => name);

/**
 * A feature set by its name, or composed by a definition, which is checked and filled in; `where` is for messages.
 * Errors: `invalid-argument` for an unknown name, or naming the place in the definition and what is allowed there.
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

function composedSet(definition: FeatureSetDefinition, where: string): FeatureSet {
  const set = completeSet(definition, where);
  const known = SETS.find(({ name }) => name === set.name);
  if (known !== undefined && hashOf(known) === hashOf(set)) return known;
  if (known !== undefined) {
    throw invalid(
      where,
      `${set.name} is the name of a set of Affekt's own, version ${known.version}, which this is not; give it another name`,
    );
  }
  checkColumns(set, where);
  tryOut(set, where);
  return set;
}

function checkColumns(set: FeatureSet, where: string): void {
  const columns = columnsOf(set);
  const twice = columns.find((name, i) => columns.indexOf(name) < i);
  if (twice !== undefined) {
    throw invalid(where, `two columns are named ${twice}; give one descriptor another prefix`);
  }
  const other = set.descriptors.findIndex(
    ({ name, statistics }) => statistics.length > 0 || descriptorOf(name).perClip,
  );
  if (isSequence(set) && other >= 0) {
    throw invalid(
      where,
      `descriptors[${other}] gives one value a clip where others, which have no statistics, give one a frame; give statistics to all or to none`,
    );
  }
}

// What only the descriptors themselves can tell, such as more coefficients than bands, shows with the first clip.
function tryOut({ sampleRate, framing, descriptors }: FeatureSet, where: string): void {
  const samples = new Float32Array(Math.max(framing.nFft, Math.ceil(sampleRate / 4)));
  const clip = new ClipContext(samples, sampleRate, framing);
  for (const [i, use] of descriptors.entries()) {
    try {
      framesOf(use, clip);
    } catch (cause) {
      if (!(cause instanceof AffektError)) throw cause;
      throw new AffektError(cause.code, `${where}: descriptors[${i}]: ${cause.message}`, { cause });
    }
  }
}

function invalid(where: string, message: string): AffektError {
  return new AffektError("invalid-argument", `${where}: ${message}`);
}
