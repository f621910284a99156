import * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { complete } from "../../options/check.ts";
import { group, integer, list, text, variants, withDefault } from "../../options/schema.ts";
import type { Descriptor, GivenOf, ValuesOf } from "../descriptor.ts";
import { DESCRIPTOR_NAMES, type DescriptorName, DESCRIPTORS } from "../descriptors.ts";
import { PYIN_PARAMETERS } from "../pitch/pyin.ts";
import { SILENCE, type SilenceOptions } from "../split.ts";
import { FRAMING, type Framing } from "./framing.ts";
import { STATISTIC_USE, type StatisticUse } from "./statistic-use.ts";

/** Options of any descriptor in a set. */
interface UseOptions {
  /** Begins the names of its columns; the descriptor's own unless it is given. */
  readonly prefix?: string;
  /** Derivatives over time that follow the values: 1 for librosa's `delta` of nine frames, 2 for delta-delta, too; 0. */
  readonly deltas?: number;
  /** Those of the set unless they are given. Without any, the frames themselves are the features: a sequence. */
  readonly statistics?: readonly StatisticUse[];
  /** Its framing. Options that are left out are those of the set. */
  readonly framing?: Partial<Framing>;
}

/** A descriptor in a set, with the parameters that differ from the defaults. */
export type DescriptorUse = {
  [N in DescriptorName]: { readonly name: N } & UseOptions & GivenOf<ParametersOf<N>>;
}[DescriptorName];

type ParametersOf<N extends DescriptorName> = (typeof DESCRIPTORS)[N]["parameters"];

/** Parameters of `pyin` that tell voiced from unvoiced frames. */
export type Voicing = v.InferOutput<typeof VOICING>;

/** The definition of a feature set: plain data, composed of descriptors and statistics. */
export interface FeatureSetDefinition {
  readonly name: string;
  /** Raised by its author whenever values change; 1. */
  readonly version?: number;
  /** The rate that recordings are resampled to, in Hz; 22050. */
  readonly sampleRate?: number;
  /** Options of `trim`, which cuts the silence off both ends of a clip; without them the clip stays whole. */
  readonly trim?: SilenceOptions | undefined;
  /** The framing of every descriptor that has none of its own. */
  readonly framing?: Partial<Framing>;
  /** Tells voiced from unvoiced frames, in the framing of each descriptor, for statistics over them. */
  readonly voicing?: Partial<Voicing>;
  /** Statistics of every descriptor that has none of its own. */
  readonly statistics?: readonly StatisticUse[];
  readonly descriptors: readonly DescriptorUse[];
}

/** A complete and checked feature set: plain data that can be cloned and stored as JSON. */
export interface FeatureSet extends Required<Omit<FeatureSetDefinition, "statistics" | "trim">> {
  readonly trim?: Required<SilenceOptions> | undefined;
  readonly framing: Framing;
  readonly voicing: Voicing;
  readonly descriptors: readonly CompleteUse[];
}

/** A descriptor in a complete set, with all its parameters. It has a framing where that is not the set's. */
export type CompleteUse = {
  [N in DescriptorName]: { readonly name: N } & Required<Omit<UseOptions, "framing">> & {
      readonly framing?: Framing;
    } & ValuesOf<ParametersOf<N>>;
}[DescriptorName];

const MAX_DESCRIPTORS = 1000;
const MAX_STATISTICS = 1000;
const MAX_FRAMINGS = 20;
const MAX_FRAME_SAMPLES = 1 << 23;

const VOICING = group(PYIN_PARAMETERS);

const STATISTICS = list(STATISTIC_USE, { maxLength: MAX_STATISTICS, text: "statistics over time" });

/** The options of a descriptor in a set, by the descriptor's name. */
export const DESCRIPTOR_OPTIONS = Object.fromEntries(
  DESCRIPTOR_NAMES.map((name) => {
    const { parameters, prefix } = descriptorOf(name);
    const options = group({
      ...parameters,
      prefix: withDefault(
        text({ maxLength: 100, text: "beginning of the columns' names" }),
        prefix,
      ),
      deltas: withDefault(
        integer({ min: 0, max: 2, text: "derivatives over time that follow the values" }),
        0,
      ),
      statistics: v.optional(STATISTICS),
      framing: v.optional(v.partial(FRAMING)),
    });
    return [name, options];
  }),
);

/** Options of a feature set. */
export const FEATURE_SET = group({
  name: text({ maxLength: 200, text: "name" }),
  version: withDefault(
    integer({ min: 0, text: "version, which its author raises whenever values change" }),
    1,
  ),
  sampleRate: withDefault(
    integer({
      min: 1000,
      max: 768_000,
      text: "rate that recordings are resampled to",
      unit: "Hz",
    }),
    22_050,
  ),
  trim: v.optional(SILENCE),
  framing: v.optional(FRAMING, {}),
  voicing: v.optional(VOICING, {}),
  statistics: withDefault(STATISTICS, []),
  descriptors: list(variants("name", DESCRIPTOR_OPTIONS), {
    minLength: 1,
    maxLength: MAX_DESCRIPTORS,
    text: "descriptors",
  }),
});

/**
 * Checks a definition and fills in what it leaves out. `where` names it in messages.
 * @throws {AffektError} `invalid-argument`, naming the place and what is allowed there.
 */
export function completeSet(definition: unknown, where: string): FeatureSet {
  const { sampleRate } = (definition ?? {}) as Partial<FeatureSetDefinition>;
  assertArgument(
    sampleRate !== null,
    `${where}: sampleRate must be one rate for all recordings, got null; give it in Hz, or leave it out for 22050`,
  );
  const { statistics, descriptors, ...set } = complete(FEATURE_SET, definition, where);
  const uses = (descriptors as readonly DescriptorUse[]).map((use, i) =>
    completeUse(use, { ...set, statistics }, `${where}: descriptors[${i}]`),
  );
  const framings = new Set(uses.map(({ framing }) => JSON.stringify(framing)));
  assertArgument(
    framings.size <= MAX_FRAMINGS,
    `${where}: descriptors have ${framings.size} framings, more than ${MAX_FRAMINGS}`,
  );
  const samples = uses.reduce(
    (sum, { framing = set.framing }) => sum + framing.nFft,
    set.trim?.frameLength ?? 0,
  );
  assertArgument(
    samples <= MAX_FRAME_SAMPLES,
    `${where}: ${uses.length} descriptors with such long frames are too many; take fewer or a smaller nFft`,
  );
  return { ...set, descriptors: uses };
}

// The rules that go beyond one option.
function completeUse(
  { name, statistics, framing, ...values }: DescriptorUse,
  set: { readonly framing: Framing; readonly statistics: readonly StatisticUse[] },
  where: string,
): CompleteUse {
  const { perClip = false, gaps = false } = descriptorOf(name);
  const own = statistics ?? (perClip ? [] : set.statistics);
  assertArgument(
    !perClip || (own.length === 0 && values.deltas === 0),
    `${where}: ${name} has one value for the whole clip, so it takes neither statistics nor deltas`,
  );
  assertArgument(
    !gaps || values.deltas === 0,
    `${where}: ${name} has no value in some frames, so it takes no deltas`,
  );
  const ownFraming = complete(FRAMING, { ...set.framing, ...framing }, `${where}: framing`);
  const isOwn = JSON.stringify(ownFraming) !== JSON.stringify(set.framing);
  const use = { name, ...values, statistics: own, ...(isOwn && { framing: ownFraming }) };
  return use as CompleteUse;
}

/** A descriptor by its name. */
export function descriptorOf(name: DescriptorName): Descriptor {
  return DESCRIPTORS[name] as object as Descriptor;
}
