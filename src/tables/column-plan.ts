import { AffektError } from "../errors.ts";
import { columnsOf, isSequence } from "../features/sets/columns.ts";
import {
  completeSet,
  type FeatureSet,
  type FeatureSetDefinition,
} from "../features/sets/definition.ts";
import { FEATURE_SETS, featureSet } from "../features/sets/sets.ts";
import { duplicateIn } from "./duplicate-in.ts";
import { METADATA_COLUMNS } from "./table-data.ts";

/** The feature columns and metadata columns of a file, by index. */
export interface ColumnPlan {
  /** In the order of the feature set, where it is known. */
  readonly features: readonly number[];
  /** The other columns, without pandas' index. */
  readonly others: readonly number[];
  readonly set?: FeatureSet;
}

/** Information on the columns of a file beside their names. */
export interface KnownColumns {
  /** The feature set that the file says. */
  readonly said?: FeatureSetDefinition | undefined;
  /** The feature set that the user asked for. */
  readonly wanted?: FeatureSet | undefined;
  readonly isSequence: boolean;
  /** Whether a column can be a feature by its content. */
  readonly isNumeric: (column: number) => boolean;
}

/** Columns that pandas writes for its index. Those without a name are left out, too. */
export const INDEX_COLUMN = /^$|^Unnamed: \d+$|^__index_level_\d+__$/;

/**
 * Finds the features among the columns of a file. Those of a feature set are found by name: of the set that the file says, else the wanted one,
 * else the largest of Affekt's own that fits. Without a set, features are the columns behind `hash`, as Affekt writes tables, or all that are numeric.
 *
 * @throws {AffektError} mismatch: where columns of the set are missing
 * @throws {AffektError} bad-data: where a name stands twice, or there are no features
 */
export function planColumns(
  header: readonly string[],
  known: KnownColumns,
  name: string,
): ColumnPlan {
  const twice = duplicateIn(header);
  if (twice !== undefined) {
    throw new AffektError("bad-data", `${name}: has the column ${JSON.stringify(twice)} twice`);
  }
  const set = saidSet(known) ?? wantedSet(known, name) ?? ownSet(header, known);
  if (set !== undefined) assertColumns(header, set, name);
  const all = [...header.keys()].filter((c) => !INDEX_COLUMN.test(header[c]!));
  const features = set
    ? columnsOf(set).map((column) => header.indexOf(column))
    : featuresByPlace(header, all, known);
  if (features.length === 0) {
    throw new AffektError(
      "bad-data",
      `${name}: has no features; a feature table has columns of numbers beside file, emotion and speaker`,
    );
  }
  const taken = new Set(features);
  return { features, others: all.filter((c) => !taken.has(c)), ...(set && { set }) };
}

function featuresByPlace(
  header: readonly string[],
  all: readonly number[],
  { isNumeric }: KnownColumns,
): readonly number[] {
  const hash = header.indexOf("hash");
  const candidates = all.filter((c) => !isMetadata(header[c]!));
  const behind = candidates.filter((c) => hash >= 0 && c > hash);
  return behind.length > 0 ? behind : candidates.filter((c) => isNumeric(c));
}

/** The set that a file says, unless it is of another version. Whether the set can be computed is checked by whoever computes it. */
function saidSet({ said }: KnownColumns): FeatureSet | undefined {
  try {
    return said && completeSet(said, "set");
  } catch {
    return undefined;
  }
}

/** The set that the user asked for. The one that the file says goes first, and whether they agree is another question. */
function wantedSet(
  { said, wanted, isSequence: hasSequences }: KnownColumns,
  name: string,
): FeatureSet | undefined {
  if (said !== undefined || wanted === undefined) return undefined;
  assertKind(hasSequences, wanted, name);
  return wanted;
}

/** @throws {AffektError} mismatch: where a file has sequences and the set vectors, or the other way round */
export function assertKind(hasSequences: boolean, set: FeatureSet, name: string): void {
  if (isSequence(set) === hasSequences) return;
  const [found, expected] = hasSequences ? ["sequences", "vectors"] : ["vectors", "sequences"];
  throw new AffektError("mismatch", `${name}: holds ${found}, and "${set.name}" has ${expected}`);
}

/** The largest of Affekt's own sets all of whose columns are there. */
function ownSet(
  header: readonly string[],
  { said, isSequence: hasSequences }: KnownColumns,
): FeatureSet | undefined {
  if (said !== undefined) return undefined;
  const names = new Set(header);
  return FEATURE_SETS.map((set) => featureSet(set))
    .filter((set) => isSequence(set) === hasSequences)
    .filter((set) => columnsOf(set).every((column) => names.has(column)))
    .toSorted((a, b) => columnsOf(b).length - columnsOf(a).length)[0];
}

/** @throws {AffektError} mismatch: naming the columns of the set that are not among `columns`; `name` is what messages call the file */
export function assertColumns(columns: readonly string[], set: FeatureSet, name: string): void {
  const found = new Set(columns);
  const missing = columnsOf(set).filter((column) => !found.has(column));
  if (missing.length === 0) return;
  throw new AffektError(
    "mismatch",
    `${name}: lacks ${missing.length} of the ${columnsOf(set).length} columns of "${set.name}": ${listed(missing)}`,
  );
}

/** Whether at least half of the columns of the wanted set, or of one of Affekt's own, are there. */
export function hasMostOf(columns: readonly string[], wanted: FeatureSet | undefined): boolean {
  const found = new Set(columns);
  return [...FEATURE_SETS.map((set) => featureSet(set)), ...(wanted ? [wanted] : [])].some(
    (set) => {
      const own = columnsOf(set);
      return own.filter((column) => found.has(column)).length >= own.length / 2;
    },
  );
}

/** A line about the columns that are neither of the feature set nor known otherwise, if there are any. */
export function noteOfExtraColumns(
  header: readonly string[],
  { features, others, set }: ColumnPlan,
  fate = "kept as metadata",
): string[] {
  const first = features.reduce((least, c) => Math.min(least, c), Infinity);
  // Affekt itself writes a manifest's columns before the hash, and features behind it
  const isOurs = (c: number): boolean =>
    c < header.indexOf("hash") && header.indexOf("hash") < first;
  const extra = others.filter((c) => !isMetadata(header[c]!) && !isOurs(c)).map((c) => header[c]!);
  if (extra.length === 0) return [];
  const owner = set === undefined ? "" : ` beside those of "${set.name}"`;
  const noun = extra.length === 1 ? "column" : "columns";
  return [`${extra.length} ${noun}${owner} ${fate}: ${listed(extra)}`];
}

/** Whether a column is one of `METADATA_COLUMNS`. People write those that do not come from Affekt in any case. */
export function isMetadata(name: string): boolean {
  const lower = name.toLowerCase();
  return METADATA_COLUMNS.some((one) => {
    return one === (one === "state" || one === "hash" ? name : lower);
  });
}

/** The names, no more than five of them. */
export function listed(names: readonly string[]): string {
  const rest = names.length - 5;
  return `${names.slice(0, 5).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
