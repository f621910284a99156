import { AffektError } from "../../errors.ts";
import { type ByteRanges, piecesOf } from "../byte-ranges.ts";
import { CellFaults } from "../cell-faults.ts";
import { featureFault, fitsFloat32, numberOf } from "../cell-numbers.ts";
import {
  hasMostOf,
  isMetadata,
  noFeatures,
  noteOfExtraColumns,
  planColumns,
} from "../column-plan.ts";
import {
  checkTable,
  type ReadTable,
  type ReadTableOptions,
  type TableContent,
} from "../read-table.ts";
import type { MetadataColumn, RowValues, TableData } from "../table-data.ts";
import { CsvReader, type CsvRow } from "./csv-reading.ts";
import { csvLine } from "./csv-writing.ts";

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

/**
 * Reads a table from CSV, in pieces. `name` is what messages call the file.
 * @throws {AffektError} as `readCsv` and `planColumns` do. bad-data: for cells that are not numbers, naming row and column, or where there are no features
 */
export async function parseCsv(
  file: ByteRanges,
  name: string,
  { set }: ReadTableOptions = {},
): Promise<ReadTable> {
  const reader = new CsvReader(name);
  let table: CsvTable | undefined;
  const take = (rows: readonly CsvRow[]): void => {
    if (rows.length === 0) return;
    table ??= new CsvTable(reader, rows, name, set);
    for (const row of rows) table.add(row);
  };
  for await (const bytes of piecesOf(file)) take(reader.push(bytes));
  take(reader.end());
  table ??= new CsvTable(reader, [], name, set);
  return checkTable(table.content(), name);
}

/**
 * Whether a CSV file is a feature table rather than a manifest: it has most columns of a feature set, or is written by Affekt, or has more columns of
 * numbers than others and no `path`. Only its beginning is read.
 *
 * @throws {AffektError} as `readCsv` does
 */
export async function looksLikeTable(
  file: ByteRanges,
  name: string,
  { set }: ReadTableOptions = {},
): Promise<boolean> {
  const reader = new CsvReader(name);
  const { value: bytes = new Uint8Array() } = await piecesOf(file).next();
  const rows = reader.push(bytes);
  const isWhole = file.byteLength === bytes.length;
  const sample = isWhole ? [...rows, ...reader.end()] : rows;
  const { columns, delimiter } = reader.header;
  if (hasMostOf(columns, set) || (columns.includes("hash") && columns.includes("state")))
    return true;
  const isNumber = (cell: string): boolean => !Number.isNaN(numberOf(cell, delimiter !== ","));
  const numbers = columns.filter(
    (column, c) => !isMetadata(column) && sample.every(({ cells }) => isNumber(cells[c]!)),
  );
  const names = columns.map((column) => column.toLowerCase());
  const isNamed = names.includes("file") && !names.includes("path");
  return isNamed && sample.length > 0 && numbers.length > columns.length / 2;
}

/** A table while its rows come. */
class CsvTable {
  readonly #columns: readonly string[];
  readonly #decimalComma: boolean;
  readonly #features: readonly number[];
  readonly #metadata: readonly { readonly column: number; readonly cells: string[] }[];
  readonly #rows: Float32Array[] = [];
  readonly #lines: number[] = [];
  readonly #notes: readonly string[];
  readonly #faults: CellFaults;

  /** `sample` are the first rows. They tell which columns are features where names do not. */
  constructor(
    { header: { columns, delimiter } }: CsvReader,
    sample: readonly CsvRow[],
    name: string,
    set: ReadTableOptions["set"],
  ) {
    this.#columns = columns;
    this.#decimalComma = delimiter !== ",";
    const plan = planColumns(columns, { wanted: set, isSequence: false }, name);
    this.#features = plan.features ?? this.#numericColumns(sample, plan.others);
    if (this.#features.length === 0) throw noFeatures(name);
    const taken = new Set(this.#features);
    const others = plan.others.filter((c) => !taken.has(c));
    this.#metadata = others.map((column) => ({ column, cells: [] }));
    this.#notes = noteOfExtraColumns(columns, { ...plan, features: this.#features, others });
    this.#faults = new CellFaults(name, this.rowName);
  }

  /** How messages call a row: spreadsheets and editors count lines. */
  readonly rowName = (row: number): string => `row ${row + 1} (line ${this.#lines[row]})`;

  add({ line, cells }: CsvRow): void {
    const row = this.#rows.length;
    this.#lines.push(line);
    for (const { column, cells: own } of this.#metadata) own.push(detached(cells[column]!));
    const values = new Float32Array(this.#features.length);
    for (let i = 0; i < values.length; i++) {
      const column = this.#features[i]!;
      const cell = cells[column]!;
      const value = numberOf(cell, this.#decimalComma);
      values[i] = value;
      if (!fitsFloat32(value)) this.#faults.add(row, this.#columns[column]!, featureFault(cell));
    }
    this.#rows.push(values);
  }

  content(): TableContent {
    return {
      metadata: this.#metadata.map(({ column, cells }): MetadataColumn => ({
        name: this.#columns[column]!,
        values: cells,
      })),
      columns: this.#features.map((c) => this.#columns[c]!),
      rows: this.#rows,
      isSequence: false,
      notes: this.#notes,
      rowName: this.rowName,
      faults: this.#faults,
    };
  }

  #numericColumns(sample: readonly CsvRow[], candidates: readonly number[]): number[] {
    const isNumber = (cell: string): boolean => fitsFloat32(numberOf(cell, this.#decimalComma));
    return candidates.filter(
      (c) => !isMetadata(this.#columns[c]!) && sample.every(({ cells }) => isNumber(cells[c]!)),
    );
  }
}

/** The same text in memory of its own: a part of a string would keep the whole piece of the file. */
function detached(text: string): string {
  return ` ${text}`.slice(1);
}
