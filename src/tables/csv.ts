import { csvFormatRows, csvParseRows } from "d3-dsv";
import { AffektError } from "../errors.ts";
import { divideColumns } from "./divide-columns.ts";
import type { Fact, RowValues, TableData } from "./table-data.ts";

/**
 * A table as CSV, line by line: one column a fact, then one a feature. Features have nine digits, which give the same float32 back.
 * Errors: `invalid-argument` for sequences, which have no place in it.
 */
export function formatCsv(table: TableData<RowValues>): Iterable<string> {
  if (table.isSequence) throw noSequences();
  return linesOf(table);
}

function* linesOf({ facts, columns, rows }: TableData<RowValues>): Generator<string> {
  yield lineOf([...facts.map(({ name }) => name), ...columns]);
  for (const [row, values] of rows.entries()) {
    yield lineOf([
      ...facts.map(({ values: own }) => String(own[row]!)),
      ...Array.from(values.slice(), (value) => String(Number(value.toPrecision(9)))),
    ]);
  }
}

function lineOf(cells: string[]): string {
  return `${csvFormatRows([cells])}\n`;
}

/** Why there is no CSV of sequences. */
export function noSequences(): AffektError {
  return new AffektError(
    "invalid-argument",
    "CSV holds one value a cell, not sequences of frames; write to a file ending in .npz or .parquet, or take a feature set with statistics",
  );
}

/**
 * Reads a table from CSV; which columns are features tells `divideColumns`. `name` is for messages.
 * Errors: `unreadable` for what is not UTF-8 text, `bad-data` naming line and column.
 */
export function parseCsv(bytes: Uint8Array, name: string): TableData {
  const [header, ...body] = csvParseRows(decode(bytes, name)).filter(
    (cells) => cells.join("") !== "",
  );
  if (header === undefined) throw new AffektError("bad-data", `${name}: is empty`);
  for (const [row, cells] of body.entries()) {
    if (cells.length !== header.length) {
      throw new AffektError(
        "bad-data",
        `${name}: row ${row + 1} has ${cells.length} cells where the header has ${header.length}`,
      );
    }
  }
  const isNumeric = (c: number): boolean => body.every((cells) => isNumber(cells[c]!));
  const { facts, features } = divideColumns(header, isNumeric, name);
  return {
    facts: facts.map((c): Fact => {
      const cells = body.map((row) => row[c]!);
      const numbers = ["start", "end"].includes(header[c]!);
      return { name: header[c]!, values: numbers ? Float64Array.from(cells, Number) : cells };
    }),
    columns: features.map((c) => header[c]!),
    rows: body.map((cells) => Float32Array.from(features, (c) => Number(cells[c]))),
    isSequence: false,
  };
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AffektError("unreadable", `${name}: is not UTF-8 text`, { cause });
  }
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}
