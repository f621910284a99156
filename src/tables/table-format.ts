import { AffektError } from "../errors.ts";
import { formatCsv, parseCsv } from "./csv.ts";
import { formatNpz, parseNpz } from "./npz.ts";
import { formatParquet, parseParquet } from "./parquet.ts";
import type { RowValues, TableData } from "./table-data.ts";

/** The formats of feature tables, by the ending of a file's name. */
export const TABLE_FORMATS = ["csv", "npz", "parquet"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** The format that a file's name asks for; a name without an ending, such as `/dev/stdout`, gets CSV. Errors: `invalid-argument` for another ending. */
export function formatOf(file: string): TableFormat {
  const [, ending] = /\.([^./\\]+)$/.exec(file) ?? [undefined, "csv"];
  const format = TABLE_FORMATS.find((one) => one === ending?.toLowerCase());
  if (format === undefined) {
    throw new AffektError(
      "invalid-argument",
      `${file}: a feature table is written to a file ending in .csv, .npz or .parquet`,
    );
  }
  return format;
}

/** A table's file in parts, made as they are asked for. Errors: `invalid-argument` for sequences as CSV; `unsupported` for more than 4 GB as NPZ. */
export function formatTable(
  table: TableData<RowValues>,
  format: TableFormat,
): Iterable<string | Uint8Array> {
  switch (format) {
    case "csv":
      return formatCsv(table);
    case "npz":
      return formatNpz(table);
    case "parquet":
      return formatParquet(table);
  }
}

/** Reads a table, whose format its content tells; `name` is for messages. Errors: `unreadable`, `unsupported`, `bad-data`. */
export async function parseTable(bytes: Uint8Array, name: string): Promise<TableData> {
  const magic = new TextDecoder("latin1").decode(bytes.subarray(0, 4));
  if (magic === "PAR1") return parseParquet(bytes, name);
  if (magic.startsWith("PK")) return parseNpz(bytes, name);
  return parseCsv(bytes, name);
}
