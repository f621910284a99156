import { DESCRIPTOR_NAMES, type DescriptorName } from "../features/descriptors.ts";
import { columnsOf, describeColumns, isSequence } from "../features/sets/columns.ts";
import { descriptorOf, type FeatureSet } from "../features/sets/definition.ts";
import { hashOf } from "../features/sets/hash.ts";
import { FEATURE_SETS, featureSet } from "../features/sets/sets.ts";
import { describeOptions } from "../options/describe.ts";
import { group } from "../options/schema.ts";
import { STATISTIC_NAMES } from "../features/statistics.ts";

/** The feature sets that come with Affekt, one line each, and what others may be composed of; or the sets as JSON. */
export function listSets(json: boolean): string {
  const sets = FEATURE_SETS.map((name) => featureSet(name));
  if (json) return JSON.stringify(sets.map((set) => ({ ...set, ...summaryOf(set) })));
  const widest = Math.max(...FEATURE_SETS.map(({ length }) => length));
  return [
    ...sets.map((set) => `${set.name.padEnd(widest)}  ${sizeOf(set)}`),
    "",
    "Descriptors for a set of one's own, with their parameters:",
    ...DESCRIPTOR_NAMES.map(describeDescriptor),
    "",
    `Statistics: ${STATISTIC_NAMES}`,
  ].join("\n");
}

function describeDescriptor(name: DescriptorName): string {
  const parameters = describeOptions(group(descriptorOf(name).parameters))
    .map(({ name, default: standard }) => {
      const value = standard === undefined ? "worked out" : JSON.stringify(standard);
      return `${name} ${value}`;
    })
    .join(", ");
  return parameters === "" ? `  ${name}` : `  ${name}: ${parameters}`;
}

/** Every column of a feature set in words with its unit, or as JSON with the whole definition. */
export function describeSet(set: FeatureSet, json: boolean): string {
  const columns = describeColumns(set);
  if (json) return JSON.stringify({ ...set, ...summaryOf(set), columns });
  const { name, version, framing, trim } = set;
  const widest = Math.max(...columns.map((column) => column.name.length));
  return [
    `${name}, version ${version} (${hashOf(set)}): ${sizeOf(set)}`,
    `frames of ${framing.nFft} samples, one every ${framing.hopLength}`,
    ...(trim === undefined
      ? []
      : [`without silence at the ends, ${trim.topDb} dB below the reference`]),
    "",
    ...columns.map(
      (column) =>
        `${column.name.padEnd(widest)}  ${column.description}${column.unit === "" ? "" : ` (${column.unit})`}`,
    ),
  ].join("\n");
}

function summaryOf(set: FeatureSet): {
  readonly hash: string;
  readonly columns: readonly unknown[];
  readonly isSequence: boolean;
} {
  return { hash: hashOf(set), columns: columnsOf(set), isSequence: isSequence(set) };
}

function sizeOf(set: FeatureSet): string {
  const { sampleRate, framing } = set;
  const count = columnsOf(set).length;
  const milliseconds = Number(((1000 * framing.hopLength) / sampleRate).toPrecision(3));
  const what = isSequence(set)
    ? `a sequence, ${count} values every ${milliseconds} ms`
    : `${count} values a recording`;
  return `${what}, from audio at ${sampleRate} Hz`;
}
