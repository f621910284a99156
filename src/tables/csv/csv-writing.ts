import { AffektError } from "../../errors.ts";
import type { RowValues, TableData } from "../table-data.ts";

/**
 * A table as CSV, line by line: the metadata columns, then the features with nine digits, which give the same float32 back.
 * @throws {AffektError} invalid-argument: for sequences
 */
export function formatCsv(table: TableData<RowValues>): Iterable<string> {
  if (table.isSequence) throw noSequences();
  return linesOf(table);
}

function* linesOf({ metadata, columns, rows }: TableData<RowValues>): Generator<string> {
  yield csvLine([...metadata.map(({ name }) => name), ...columns]);
  for (const [row, values] of rows.entries()) {
    yield csvLine([
      ...metadata.map(({ values: own }) => (Number.isNaN(own[row]) ? "" : String(own[row]!))),
      ...Array.from(values.slice(), (value) => String(Number(value.toPrecision(9)))),
    ]);
  }
}

/** The error for sequences as CSV. */
export function noSequences(): AffektError {
  return new AffektError(
    "invalid-argument",
    "CSV holds one value a cell, not sequences of frames; write to a file ending in .npz or .parquet, or take a feature set with statistics",
  );
}

/** Cells that need quotes: with quotes, line breaks, or any delimiter that `readCsv` knows in them, or blanks at their ends. */
const QUOTED = /["\n\r,;\t|]|^\s|\s$/;

/** A row of a CSV file with its line break. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`;
}
