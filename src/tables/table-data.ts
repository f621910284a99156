import type { FeatureRow, FeatureTable } from "../datasets/feature-table.ts";
import type { Labels } from "../corpora/recording.ts";
import { columnsOf, isSequence } from "../features/sets/columns.ts";
import type { FeatureSetDefinition } from "../features/sets/definition.ts";
import { furtherColumns } from "./further-columns.ts";

/** The features of one row: in memory, or read anew from where they are kept each time that `slice` is called. */
export type RowValues = Pick<Float32Array, "length"> & { slice(): Float32Array };

/** A feature table as files hold it: what is known of each row, and its features. */
export interface TableData<Values extends RowValues = Float32Array> {
  /** In their order. */
  readonly facts: readonly Fact[];
  /** The names of the features. */
  readonly columns: readonly string[];
  /** The features of each row: [columns], or [frames, columns] of a sequence. */
  readonly rows: readonly Values[];
  readonly isSequence: boolean;
  /** How the features were made, where the file says so; as it is said there. */
  readonly set?: FeatureSetDefinition;
}

/** A column that is not a feature: text, empty where it is not known, or numbers. */
export interface Fact {
  readonly name: string;
  readonly values: readonly string[] | Float64Array;
}

type Label = Exclude<keyof Labels, "emotion" | "speaker">;

/** Labels that have a column only if they are known of any row. */
export const OTHER_LABELS = ["corpus", "sex", "intensity", "statement"] as const satisfies Label[];

/** The columns that a table has of its own, apart from features; after the last of them come the features. */
export const FACTS = [
  "file",
  "emotion",
  "speaker",
  ...OTHER_LABELS,
  "start",
  "end",
  "state",
  "hash",
] as const;

/** Names that are used for something else in one of the formats. */
const RESERVED = ["values", "columns", "offsets", "set"];

/**
 * A table as files hold it: `file` (path within the source), `emotion`, `speaker`, what else is known of any row (`corpus`, `sex`,
 * `intensity`, `statement`), `start` and `end` in seconds, a manifest's further columns (`name_manifest` where the table has one
 * of that name), `state` (`ok`, `silent` or `too-short`) and `hash`, which recordings of the same samples share.
 */
export function tableData<Values extends RowValues>({
  set,
  rows,
}: Pick<FeatureTable<Values>, "set" | "rows">): TableData<Values> {
  type Row = FeatureRow<Values>;
  const columns = columnsOf(set);
  const text = (name: string, of: (row: Row) => string | undefined): Fact => ({
    name,
    values: rows.map((row) => of(row) ?? ""),
  });
  const number = (name: string, of: (row: Row) => number): Fact => ({
    name,
    values: Float64Array.from(rows, of),
  });
  const further = furtherColumns(rows, [...FACTS, ...RESERVED, ...columns]);
  const facts = [
    text("file", ({ path }) => path),
    text("emotion", ({ emotion }) => emotion),
    text("speaker", ({ speaker }) => speaker),
    ...OTHER_LABELS.filter((name) => rows.some((row) => row[name] !== undefined)).map((name) =>
      text(name, (row) => row[name]),
    ),
    number("start", ({ startSeconds }) => startSeconds),
    number("end", ({ startSeconds, durationSeconds }) => startSeconds + durationSeconds),
    ...[...further].map(([name, renamed]) => text(renamed, ({ columns = {} }) => columns[name])),
    text("state", ({ state }) => state),
    text("hash", ({ samplesHash }) => samplesHash),
  ];
  return {
    facts,
    columns,
    rows: rows.map(({ values }) => values),
    isSequence: isSequence(set),
    set,
  };
}
