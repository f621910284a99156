import type { FeatureRow } from "../datasets/feature-table.ts";
import type { Labels } from "../corpora/labels.ts";
import { AffektError } from "../errors.ts";
import { columnsOf, isSequence } from "../features/sets/columns.ts";
import type { FeatureSet } from "../features/sets/definition.ts";
import { hashOf } from "../features/sets/hash.ts";
import { FEATURE_SETS, featureSet } from "../features/sets/sets.ts";
import { contentHash } from "../math/content-hash.ts";
import { assertColumns, assertKind, listed } from "./column-plan.ts";
import { METADATA_COLUMNS, OTHER_LABELS, type TableData } from "./table-data.ts";

const LABELS = ["emotion", "speaker", ...OTHER_LABELS] as const;

/**
 * The feature set of a table: the one that its file says, else the wanted one, else the one of Affekt's own whose columns it has.
 * `name` is what messages call the file.
 *
 * @throws {AffektError} mismatch: where the table has another set than the wanted one, or lacks its columns
 * @throws {AffektError} bad-data: where nothing tells the set
 * @throws {AffektError} invalid-argument: where the set that the file says is not valid
 */
export function setOf(table: TableData, name: string, wanted?: FeatureSet): FeatureSet {
  const said = table.set && featureSet(table.set, `${name}: its feature set`);
  if (said !== undefined && wanted !== undefined && hashOf(wanted) !== hashOf(said)) {
    throw new AffektError(
      "mismatch",
      `${name}: holds the features "${said.name}" (${hashOf(said)}), not "${wanted.name}" (${hashOf(wanted)})`,
    );
  }
  const set = said ?? wanted ?? ownSetOf(table, name);
  assertKind(table.isSequence, set, name);
  assertColumns(table.columns, set, name);
  if (columnsOf(set).join() === table.columns.join()) return set;
  throw new AffektError("mismatch", `${name}: its columns are not those of "${set.name}"`);
}

function ownSetOf({ columns, isSequence: hasSequences }: TableData, name: string): FeatureSet {
  const sets = FEATURE_SETS.map((one) => featureSet(one));
  const found = sets.find(
    (set) => columnsOf(set).join() === columns.join() && isSequence(set) === hasSequences,
  );
  if (found !== undefined) return found;
  const own = new Set(columns);
  const near = sets
    .map((set) => ({ set: set.name, missing: columnsOf(set).filter((column) => !own.has(column)) }))
    .toSorted((a, b) => a.missing.length - b.missing.length)[0]!;
  const hint =
    near.missing.length < columns.length / 2
      ? `; of "${near.set}" it lacks ${listed(near.missing)}`
      : "";
  throw new AffektError(
    "bad-data",
    `${name}: its ${columns.length} feature columns match none of ${FEATURE_SETS.join(", ")}; pass --set${hint}`,
  );
}

/** The rows of a table as `parseTable` reads it. `source` is what the user named it. */
export function rowsOf({ metadata, rows }: TableData, source: string): FeatureRow[] {
  const byName = new Map(metadata.map(({ name, values }) => [name, values]));
  const text = (name: string, row: number): string | undefined => {
    const value = byName.get(name)?.[row];
    return value === undefined || value === "" || Number.isNaN(value) ? undefined : String(value);
  };
  const seconds = (name: string, row: number): number | undefined => {
    const value = text(name, row);
    return value === undefined ? undefined : Number(value);
  };
  const further = metadata.filter(({ name }) => !METADATA_COLUMNS.some((one) => one === name));
  return rows.map((values, row) => {
    const start = seconds("start", row) ?? 0;
    const labels: Labels = Object.fromEntries(
      LABELS.map((name) => [name, text(name, row)] as const).filter(
        ([, label]) => label !== undefined,
      ),
    );
    return {
      source,
      path: text("file", row) ?? `row ${row + 1}`,
      ...labels,
      columns: Object.fromEntries(further.map(({ name }) => [name, text(name, row) ?? ""])),
      values,
      startSeconds: start,
      durationSeconds: (seconds("end", row) ?? start) - start,
      state: (text("state", row) ?? "ok") as FeatureRow["state"],
      samplesHash: text("hash", row) ?? contentHash(values),
      warnings: [],
    };
  });
}
