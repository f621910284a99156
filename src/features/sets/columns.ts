import type { DescribedSound } from "../descriptor.ts";
import { type CompleteUse, descriptorOf, type FeatureSet } from "./definition.ts";
import { statistic, type StatisticName } from "../statistics.ts";

/** A column of a feature set. */
export interface ColumnDescription {
  readonly name: string;
  /** What it is, in words. */
  readonly description: string;
  /** Empty for a plain number. */
  readonly unit: string;
}

/** Whether a set gives the frames of a clip, a sequence, and not one vector. */
export function isSequence({ descriptors }: FeatureSet): boolean {
  return descriptors.some(
    ({ name, statistics }) => statistics.length === 0 && !descriptorOf(name).perClip,
  );
}

/** The names of a set's columns: those of a vector, or of one frame of a sequence. */
export function columnsOf(set: FeatureSet): string[] {
  return describeColumns(set).map(({ name }) => name);
}

/** A set's columns, explained. */
export function describeColumns(set: FeatureSet): ColumnDescription[] {
  return set.descriptors.flatMap((use) => columnsOfUse(use, set));
}

function columnsOfUse(
  { name, prefix, deltas, statistics, ...values }: CompleteUse,
  sound: DescribedSound,
): ColumnDescription[] {
  const own = descriptorOf(name)
    .columns(values, sound)
    .map(({ suffix, description, unit }) => ({
      name: suffix === "" ? prefix : `${prefix}_${suffix}`,
      description,
      unit,
    }));
  const derivatives = DERIVATIVES.slice(0, deltas).flatMap(({ suffix, description, per }) =>
    own.map((column) => ({
      name: `${column.name}_${suffix}`,
      description: `${description} of the ${column.description}`,
      unit: `${column.unit}${per}`,
    })),
  );
  const columns = [...own, ...derivatives];
  if (statistics.length === 0) return columns;
  return statistics.flatMap((one) => columns.map((column) => columnOfStatistic(column, one)));
}

const DERIVATIVES = [
  { suffix: "delta", description: "slope over nine frames", per: "/frame" },
  { suffix: "delta2", description: "curvature over nine frames", per: "/frame²" },
] as const;

function columnOfStatistic(
  { name, description, unit }: ColumnDescription,
  wanted: StatisticName,
): ColumnDescription {
  const { description: what, unit: unitOf } = statistic(wanted);
  return {
    // the mean, which most sets consist of, goes without saying
    name: wanted === "mean" ? name : `${name}_${wanted}`,
    description: `${what} over time of the ${description}`,
    unit: unitOf(unit),
  };
}
