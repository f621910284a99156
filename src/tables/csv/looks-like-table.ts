import { type ByteRanges, piecesOf } from "../byte-ranges.ts";
import { numberOf } from "../cell-numbers.ts";
import { hasMostOf, isMetadata } from "../column-plan.ts";
import type { ReadContext } from "../read-table.ts";
import { CsvReader } from "./csv-reading.ts";

/**
 * Whether a CSV file is a feature table rather than a manifest: it has most columns of a feature set, or is written by Affekt, or has more columns of
 * numbers than others and no `path`. Only its beginning is read.
 *
 * @throws {AffektError} as `readCsv` does
 */
export async function looksLikeTable(
  file: ByteRanges,
  { name, wanted }: ReadContext,
): Promise<boolean> {
  const reader = new CsvReader(name);
  const { value: bytes = new Uint8Array() } = await piecesOf(file).next();
  const rows = reader.push(bytes);
  const isWhole = file.byteLength === bytes.length;
  const sample = isWhole ? [...rows, ...reader.end()] : rows;
  const { columns, delimiter } = reader.header;
  if (hasMostOf(columns, wanted) || (columns.includes("hash") && columns.includes("state")))
    return true;
  const isNumber = (cell: string): boolean => !Number.isNaN(numberOf(cell, delimiter !== ","));
  const numbers = columns.filter(
    (column, c) => !isMetadata(column) && sample.every(({ cells }) => isNumber(cells[c]!)),
  );
  const names = columns.map((column) => column.toLowerCase());
  const isNamed = names.includes("file") && !names.includes("path");
  return isNamed && sample.length > 0 && numbers.length > columns.length / 2;
}
