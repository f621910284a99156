import type { FeatureRow, FeatureTable } from "../datasets/feature-table.ts";
import type { Labels } from "../corpora/labels.ts";
import { columnsOf, isSequence } from "../features/sets/columns.ts";
import type { FeatureSetDefinition } from "../features/sets/definition.ts";
import { furtherColumns } from "./further-columns.ts";

/** The features of one row: in memory, or read anew from where they are kept each time that `slice` is called. */
export type RowValues = Pick<Float32Array, "length"> & { slice(): Float32Array };

/** A feature table as files hold it. */
export interface TableData<Values extends RowValues = Float32Array> {
  /** The columns that are not features, in their order. */
  readonly metadata: readonly MetadataColumn[];
  /** The names of the features. */
  readonly columns: readonly string[];
  /** The features of each row: [columns], or [frames, columns] of a sequence. */
  readonly rows: readonly Values[];
  readonly isSequence: boolean;
  /** The feature set as the file says it. It is checked when it is used. */
  readonly set?: FeatureSetDefinition;
}

/** A column that is not a feature. */
export interface MetadataColumn {
  readonly name: string;
  /** One value per row: text, empty where it is not known, or numbers, NaN where they are not known. */
  readonly values: readonly string[] | Float64Array;
}

type Label = Exclude<keyof Labels, "emotion" | "speaker">;

/** Labels that have a column only if they are known of any row. */
export const OTHER_LABELS = [
  "corpus",
  "sex",
  "age",
  "language",
  "intensity",
  "statement",
] as const satisfies Label[];

/** The metadata columns of every table, in their order. `hash` is the last; the features follow it. */
export const METADATA_COLUMNS = [
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
 * A table as files hold it. Its metadata columns are `file` (path within the source), `emotion`, `speaker`, those of `corpus`, `sex`, `intensity` and
 * `statement` that any row has, `start` and `end` in seconds, a manifest's further columns (`name_manifest` where the name is taken), `state` (`ok`,
 * `silent` or `too-short`), and `hash`, which recordings of the same samples share.
 */
export function tableData<Values extends RowValues>({
  set,
  rows,
}: Pick<FeatureTable<Values>, "set" | "rows">): TableData<Values> {
  type Row = FeatureRow<Values>;
  const columns = columnsOf(set);
  const text = (name: string, of: (row: Row) => string | undefined): MetadataColumn => ({
    name,
    values: rows.map((row) => of(row) ?? ""),
  });
  const number = (name: string, of: (row: Row) => number): MetadataColumn => ({
    name,
    values: Float64Array.from(rows, of),
  });
  const further = furtherColumns(rows, [...METADATA_COLUMNS, ...RESERVED, ...columns]);
  const metadata = [
    text("file", ({ path }) => path),
    text("emotion", ({ emotion }) => emotion),
    text("speaker", ({ speaker }) => speaker),
    ...OTHER_LABELS.filter((name) => rows.some((row) => row[name] !== undefined)).map((name) =>
      text(name, (row) => row[name]),
    ),
    number("start", ({ startSeconds }) => startSeconds),
    number("end", ({ startSeconds, durationSeconds }) => startSeconds + durationSeconds),
    ...[...further].map(([name, renamed]) =>
      text(renamed, ({ columns: own = {} }) => (Object.hasOwn(own, name) ? own[name] : undefined)),
    ),
    text("state", ({ state }) => state),
    text("hash", ({ samplesHash }) => samplesHash),
  ];
  return {
    metadata,
    columns,
    rows: rows.map(({ values }) => values),
    isSequence: isSequence(set),
    set,
  };
}
