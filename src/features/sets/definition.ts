import { AffektError, assertArgument } from "../../errors.ts";
import type { Descriptor } from "../descriptor.ts";
import { DESCRIPTOR_NAMES, type DescriptorName, DESCRIPTORS } from "../descriptors.ts";
import { type Framing, FRAMING } from "./framing.ts";
import {
  completeValues,
  integer,
  type Parameter,
  parameter,
  text,
  type ValuesOf,
} from "../../options/parameters.ts";
import { isStatistic, STATISTIC_NAMES, type StatisticName } from "../statistics.ts";

/** What may be said of any descriptor in a set. */
interface UseOptions {
  /** What its columns' names begin with; the descriptor's own. */
  readonly prefix?: string;
  /** How many derivatives over time follow the values: 1 for librosa's `delta` of nine frames, 2 for delta-delta, too; 0. */
  readonly deltas?: number;
  /** Over time; those of the whole set. Without any, the frames themselves are the features: a sequence. */
  readonly statistics?: readonly StatisticName[];
}

/** A descriptor in a set: its name, its parameters where they differ from the defaults, and what is made of it. */
export type DescriptorUse = {
  [N in DescriptorName]: { readonly name: N } & UseOptions & Partial<ParametersOf<N>>;
}[DescriptorName];

type ParametersOf<N extends DescriptorName> = ValuesOf<(typeof DESCRIPTORS)[N]["parameters"]>;

/** A feature set as people write it: plain data, composed of descriptors and statistics. */
export interface FeatureSetDefinition {
  readonly name: string;
  /** To be raised by its author whenever values change; 1. */
  readonly version?: number;
  /** What recordings are resampled to, in Hz; 22050. */
  readonly sampleRate?: number;
  /** How samples are cut into frames. */
  readonly framing?: Partial<Framing>;
  /** Of every descriptor that has none of its own. */
  readonly statistics?: readonly StatisticName[];
  readonly descriptors: readonly DescriptorUse[];
}

/** A feature set that is complete and checked: plain data that can be cloned and kept as JSON. */
export interface FeatureSet extends Required<Omit<FeatureSetDefinition, "statistics">> {
  readonly framing: Framing;
  readonly descriptors: readonly CompleteUse[];
}

/** A descriptor in a complete set, with all its parameters. */
export type CompleteUse = {
  [N in DescriptorName]: { readonly name: N } & Required<UseOptions> & ParametersOf<N>;
}[DescriptorName];

const SET = {
  name: text(""),
  version: integer(1, 0),
  sampleRate: integer(22_050, 1),
  framing: parameter<Readonly<Record<string, unknown>>>({}, isObject, "an object"),
  statistics: statisticsParameter([]),
  descriptors: parameter<readonly unknown[]>(
    [],
    (value) => Array.isArray(value) && value.length > 0,
    "a list of descriptors",
  ),
};

const DELTAS = parameter(0, (value) => value === 0 || value === 1 || value === 2, "0, 1 or 2");

/** What may be said of a descriptor in a set, apart from statistics. */
export function useParameters(name: DescriptorName) {
  const { parameters, prefix } = descriptorOf(name);
  return { ...parameters, prefix: text(prefix), deltas: DELTAS };
}

/**
 * Fills in what a definition leaves out, after checking what it says; `where` is for messages.
 * Errors: `invalid-argument` naming the place and what is allowed there.
 */
export function completeSet(definition: FeatureSetDefinition, where: string): FeatureSet {
  if (!isObject(definition)) {
    throw new AffektError(
      "invalid-argument",
      `${where}: a feature set is an object with name and descriptors, got ${JSON.stringify(definition)}`,
    );
  }
  const set = completeValues(SET, { ...definition }, where);
  return {
    name: set.name,
    version: set.version,
    sampleRate: set.sampleRate,
    framing: completeValues(FRAMING, set.framing, `${where}: framing`),
    descriptors: set.descriptors.map((use, i) =>
      completeUse(use, set.statistics, `${where}: descriptors[${i}]`),
    ),
  };
}

function completeUse(use: unknown, standard: readonly StatisticName[], where: string): CompleteUse {
  if (!isObject(use) || !("name" in use) || !isDescriptorName(use.name)) {
    const found = JSON.stringify(isObject(use) && "name" in use ? use.name : use);
    throw new AffektError(
      "invalid-argument",
      `${where}: name must be one of ${DESCRIPTOR_NAMES.join(", ")}, got ${found}`,
    );
  }
  const { name, ...rest } = use;
  const { perClip, gaps } = descriptorOf(name);
  const parameters = {
    ...useParameters(name),
    statistics: statisticsParameter(perClip ? [] : standard),
  };
  const complete = completeValues(parameters, rest, `${where} (${name})`);
  const { deltas, statistics } = complete;
  assertArgument(
    !perClip || (statistics.length === 0 && deltas === 0),
    `${where} (${name}): has one value for the whole recording, so it takes neither statistics nor deltas`,
  );
  assertArgument(
    !gaps || deltas === 0,
    `${where} (${name}): has no value in some frames, so it takes no deltas`,
  );
  return { name, ...complete } as CompleteUse;
}

/** A descriptor by its name, whatever its parameters. */
export function descriptorOf(name: DescriptorName): Descriptor {
  return DESCRIPTORS[name] as object as Descriptor;
}

function statisticsParameter(
  standard: readonly StatisticName[],
): Parameter<readonly StatisticName[]> {
  return parameter(
    standard,
    (value) => Array.isArray(value) && value.every(isStatistic),
    `a list of statistics (${STATISTIC_NAMES})`,
  );
}

function isDescriptorName(name: unknown): name is DescriptorName {
  return DESCRIPTOR_NAMES.some((one) => one === name);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
