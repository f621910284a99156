import type { FeatureRow } from "../datasets/feature-table.ts";
import type { Labels } from "../corpora/recording.ts";
import { AffektError } from "../errors.ts";
import { columnsOf, isSequence } from "../features/sets/columns.ts";
import type { FeatureSet } from "../features/sets/definition.ts";
import { hashOf } from "../features/sets/hash.ts";
import { FEATURE_SETS, featureSet } from "../features/sets/sets.ts";
import { contentHash } from "../math/content-hash.ts";
import { FACTS, OTHER_LABELS, type TableData } from "./table-data.ts";

const LABELS = ["emotion", "speaker", ...OTHER_LABELS] as const;

/**
 * The feature set of a table: the one that its file tells, else the one of Affekt's own, or the `wanted` one, whose columns it has.
 * Errors: `mismatch` where it has others than the wanted ones, `bad-data` where nothing tells; `name` is for messages.
 */
export function setOf(table: TableData, name: string, wanted?: FeatureSet): FeatureSet {
  const said = table.set && featureSet(table.set, `${name}: its feature set`);
  if (said !== undefined) {
    if (wanted !== undefined && hashOf(wanted) !== hashOf(said)) {
      throw new AffektError(
        "mismatch",
        `${name}: holds the features "${said.name}" (${hashOf(said)}), not "${wanted.name}" (${hashOf(wanted)})`,
      );
    }
    return said;
  }
  const columns = table.columns.join();
  const candidates = wanted === undefined ? FEATURE_SETS.map((one) => featureSet(one)) : [wanted];
  const found = candidates.find(
    (set) => columnsOf(set).join() === columns && isSequence(set) === table.isSequence,
  );
  if (found !== undefined) return found;
  throw wanted === undefined
    ? new AffektError(
        "bad-data",
        `${name}: its ${table.columns.length} columns of features are those of none of ${FEATURE_SETS.join(", ")}; say by --set which set they are of`,
      )
    : new AffektError(
        "mismatch",
        `${name}: its ${table.columns.length} columns of features are not those of "${wanted.name}"`,
      );
}

/** The rows of a table, as `tableData` took them apart; `source` is what the user named it. Errors: `bad-data` for a value that is not finite or a state that there is not. */
export function rowsOf({ facts, rows }: TableData, source: string): Omit<FeatureRow, "copies">[] {
  const byName = new Map(facts.map(({ name, values }) => [name, values]));
  const text = (name: string, row: number): string | undefined => {
    const value = byName.get(name)?.[row];
    return value === undefined || value === "" ? undefined : String(value);
  };
  const further = facts.filter(({ name }) => !FACTS.some((fact) => fact === name));
  return rows.map((values, row) => {
    const where = `${source}: row ${row + 1}`;
    if (!values.every(Number.isFinite)) {
      throw new AffektError("bad-data", `${where}: a feature is not a finite number`);
    }
    const start = Number(byName.get("start")?.[row] ?? 0);
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
      durationSeconds: Number(byName.get("end")?.[row] ?? start) - start,
      state: stateOf(text("state", row), where),
      samplesHash: text("hash", row) ?? contentHash(values),
      warnings: [],
    };
  });
}

function stateOf(text = "ok", where: string): FeatureRow["state"] {
  if (text === "ok" || text === "silent" || text === "too-short") return text;
  throw new AffektError(
    "bad-data",
    `${where}: state must be ok, silent or too-short, got ${JSON.stringify(text)}`,
  );
}
