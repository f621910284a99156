import { AffektError } from "../errors.ts";
import { type ByteRanges, rangesOf } from "./byte-ranges.ts";
import { parseCsv } from "./csv/csv-table.ts";
import { formatCsv } from "./csv/csv-writing.ts";
import { parseNpz } from "./npz/npz-reading.ts";
import { formatNpz } from "./npz/npz-writing.ts";
import { parseParquet } from "./parquet/parquet-reading.ts";
import { formatParquet } from "./parquet/parquet-writing.ts";
import type { ReadTable, ReadTableOptions } from "./read-table.ts";
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

/**
 * Reads a table, whose format its content tells. Features are found by name: those of the set that the file says, else of `options.set`, else of the
 * largest of Affekt's own that fits. `name` is what messages call the file.
 *
 * @throws {AffektError} unreadable, unsupported: naming what is damaged or not supported
 * @throws {AffektError} bad-data: naming row and column of what is not a number
 * @throws {AffektError} mismatch: naming the columns of the set that are missing
 */
export async function parseTable(
  content: Uint8Array | ByteRanges,
  name: string,
  options: ReadTableOptions = {},
): Promise<ReadTable> {
  const file = content instanceof Uint8Array ? rangesOf(content) : content;
  const magic = new TextDecoder("latin1").decode(
    new Uint8Array(await file.slice(0, Math.min(4, file.byteLength))),
  );
  if (magic === "PAR1") return parseParquet(file, name, options);
  if (magic.startsWith("PK")) return parseNpz(file, name, options);
  const [, ending] = /\.(npz|parquet)$/i.exec(name) ?? [];
  if (ending !== undefined) {
    throw new AffektError(
      "unreadable",
      `${name}: is not ${ending === "npz" ? "an NPZ" : "a Parquet"} file`,
    );
  }
  return parseCsv(file, name, options);
}
