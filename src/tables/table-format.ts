import { AffektError, assertArgument } from "../errors.ts";
import { featureSet } from "../features/sets/sets.ts";
import { complete } from "../options/check.ts";
import { type ByteRanges, rangesOf } from "./byte-ranges.ts";
import { parseCsv } from "./csv/csv-table.ts";
import { formatCsv } from "./csv/csv-writing.ts";
import { parseNpz } from "./npz/npz-reading.ts";
import { formatNpz } from "./npz/npz-writing.ts";
import { formatParquet } from "./parquet/parquet-writing.ts";
import { READ_OPTIONS, type ReadTable, type ReadTableOptions } from "./read-table.ts";
import type { RowValues, TableData } from "./table-data.ts";

/** The formats of feature tables, by the ending of a file's name. */
export const TABLE_FORMATS = ["csv", "npz", "parquet"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/**
 * The format that a file's name asks for. A name without an ending, such as `/dev/stdout`, gets CSV.
 * @throws {AffektError} invalid-argument: for another ending
 */
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

/**
 * The file of a table as parts, which are made on demand.
 * @throws {AffektError} invalid-argument: for another format, or sequences as CSV
 * @throws {AffektError} unsupported: for more than 4 GB as NPZ
 */
export function formatTable(
  table: TableData<RowValues>,
  { format }: { readonly format: TableFormat },
): Iterable<string | Uint8Array> {
  assertArgument(
    Object.hasOwn(FORMATS, format),
    `formatTable: format must be one of ${TABLE_FORMATS.join(", ")}, got ${format}`,
  );
  return FORMATS[format](table);
}

const FORMATS: Readonly<
  Record<TableFormat, (table: TableData<RowValues>) => Iterable<string | Uint8Array>>
> = { csv: formatCsv, npz: formatNpz, parquet: formatParquet };

/**
 * Reads a table, whose format its content tells. Features are found by name: those of the set that the file says, else of `set`, else of the
 * largest of Affekt's own that fits.
 *
 * @throws {AffektError} unreadable, unsupported: naming what is damaged or not supported
 * @throws {AffektError} bad-data: naming row and column of what is not a number
 * @throws {AffektError} mismatch: naming the columns of the set that are missing
 */
export async function parseTable(
  content: Uint8Array | ByteRanges,
  options: ReadTableOptions = {},
): Promise<ReadTable> {
  const { name, set } = complete(READ_OPTIONS, options, "parseTable");
  const file = content instanceof Uint8Array ? rangesOf(content) : content;
  const context = { name, wanted: set === undefined ? undefined : featureSet(set) };
  const magic = new TextDecoder("latin1").decode(
    new Uint8Array(await file.slice(0, Math.min(4, file.byteLength))),
  );
  if (magic === "PAR1") {
    // loaded where it is needed, as it is large
    const { parseParquet } = await import("./parquet/parquet-reading.ts");
    return parseParquet(file, context);
  }
  if (magic.startsWith("PK")) return parseNpz(file, context);
  const [, ending] = /\.(npz|parquet)$/i.exec(name) ?? [];
  if (ending === undefined) return parseCsv(file, context);
  throw new AffektError(
    "unreadable",
    `${name}: is not ${ending.toLowerCase() === "npz" ? "an NPZ" : "a Parquet"} file`,
  );
}
