import type { DescribedAudio } from "../descriptor.ts";
import { DOMAINS } from "../domains.ts";
import { statistic } from "../statistics.ts";
import { type CompleteUse, descriptorOf, type FeatureSet } from "./definition.ts";
import { domainOf, nameOf, type StatisticUse } from "./statistic-use.ts";

/** A column of a feature set. */
export interface ColumnDescription {
  readonly name: string;
  readonly description: string;
  /** Empty for a plain number. */
  readonly unit: string;
}

/** Whether a set yields a sequence, the frames of a clip, instead of one vector. */
export function isSequence({ descriptors }: FeatureSet): boolean {
  return descriptors.some(
    ({ name, statistics }) => statistics.length === 0 && !descriptorOf(name).perClip,
  );
}

/** The names of a set's columns: those of a vector, or of one frame of a sequence. */
export function columnsOf(set: FeatureSet): string[] {
  return describeColumns(set).map(({ name }) => name);
}

/** The columns of a set with their descriptions and units. */
export function describeColumns(set: FeatureSet): ColumnDescription[] {
  return set.descriptors.flatMap((use) => columnsOfUse(use, set));
}

/** Whether a set has at most `most` columns. */
export function hasAtMost(most: number, set: FeatureSet): boolean {
  let count = 0;
  for (const use of set.descriptors) {
    const { deltas, statistics } = use;
    count += valuesOfUse(use, set).length * (1 + deltas) * Math.max(1, statistics.length);
    if (count > most) return false;
  }
  return true;
}

function columnsOfUse(use: CompleteUse, set: DescribedAudio): ColumnDescription[] {
  const own = valuesOfUse(use, set);
  const derivatives = DERIVATIVES.slice(0, use.deltas).flatMap(({ suffix, description, per }) =>
    own.map((column) => ({
      name: `${column.name}_${suffix}`,
      description: `${description} of the ${column.description}`,
      unit: `${column.unit}${per}`,
    })),
  );
  const columns = [...own, ...derivatives];
  if (use.statistics.length === 0) return columns;
  return use.statistics.flatMap((one) => columns.map((column) => columnOfStatistic(column, one)));
}

// Without derivatives and statistics.
function valuesOfUse(
  { name, prefix, framing, ...values }: CompleteUse,
  set: DescribedAudio,
): ColumnDescription[] {
  const audio = { sampleRate: set.sampleRate, framing: framing ?? set.framing };
  return descriptorOf(name)
    .columns(values, audio)
    .map(({ suffix, ...column }) => ({
      name: suffix === "" ? prefix : `${prefix}_${suffix}`,
      ...column,
    }));
}

const DERIVATIVES = [
  { suffix: "delta", description: "slope over nine frames", per: "/frame" },
  { suffix: "delta2", description: "curvature over nine frames", per: "/frame²" },
] as const;

function columnOfStatistic(column: ColumnDescription, use: StatisticUse): ColumnDescription {
  const [name, domain] = [nameOf(use), domainOf(use)];
  const { description, unit } = statistic(name);
  // the mean over all frames, which most sets consist of, has the bare name
  const parts = [domain === "all" && name === "mean" ? [] : name, domain === "all" ? [] : domain];
  return {
    name: [column.name, ...parts.flat()].join("_"),
    description: `${description} over ${DOMAINS[domain]} of the ${column.description}`,
    unit: unit(column.unit),
  };
}
