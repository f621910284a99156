import { type ByteRanges, piecesOf } from "../byte-ranges.ts";
import { CellFaults } from "../cell-faults.ts";
import { featureFault, fitsFloat32, numberOf } from "../cell-numbers.ts";
import { noteOfExtraColumns, planColumns } from "../column-plan.ts";
import { checkTable, type ReadTable, type ReadContext } from "../read-table.ts";
import type { MetadataColumn } from "../table-data.ts";
import { CsvReader, type CsvRow } from "./csv-reading.ts";

/**
 * Reads a table from CSV, in pieces.
 * @throws {AffektError} as `readCsv` and `planColumns` do. bad-data: for cells that are not numbers, naming row and column, or where there are no features
 */
export async function parseCsv(
  file: ByteRanges,
  { name, wanted }: ReadContext,
): Promise<ReadTable> {
  const reader = new CsvReader(name);
  let table: CsvTable | undefined;
  const take = (rows: readonly CsvRow[]): void => {
    if (rows.length === 0) return;
    table ??= new CsvTable(reader, rows, { name, wanted });
    for (const row of rows) table.add(row);
  };
  for await (const bytes of piecesOf(file)) take(reader.push(bytes));
  take(reader.end());
  table ??= new CsvTable(reader, [], { name, wanted });
  return checkTable(table.content(), table.faults, name);
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
  /** Cells that are no features. */
  readonly faults: CellFaults;

  /** `sample` are the first rows. They tell which columns are features where names do not. */
  constructor(
    { header: { columns, delimiter } }: CsvReader,
    sample: readonly CsvRow[],
    { name, wanted }: ReadContext,
  ) {
    this.#columns = columns;
    this.#decimalComma = delimiter !== ",";
    const isNumeric = (c: number): boolean =>
      sample.every(({ cells }) => this.#isNumber(cells[c]!));
    const plan = planColumns(columns, { wanted, isSequence: false, isNumeric }, name);
    this.#features = plan.features;
    this.#metadata = plan.others.map((column) => ({ column, cells: [] }));
    this.#notes = noteOfExtraColumns(columns, plan);
    this.faults = new CellFaults(name, this.rowName);
  }

  /** The name of a row in messages: its line, as spreadsheets and editors count. */
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
      if (!fitsFloat32(value)) this.faults.add(row, this.#columns[column]!, featureFault(cell));
    }
    this.#rows.push(values);
  }

  content(): ReadTable {
    return {
      metadata: this.#metadata.map(({ column, cells }) => this.#metadataColumn(column, cells)),
      columns: this.#features.map((c) => this.#columns[c]!),
      rows: this.#rows,
      isSequence: false,
      notes: this.#notes,
    };
  }

  #metadataColumn(column: number, cells: readonly string[]): MetadataColumn {
    const name = this.#columns[column]!;
    const isTime = this.#decimalComma && /^(start|end)$/i.test(name);
    return { name, values: isTime ? cells.map((cell) => cell.replace(",", ".")) : cells };
  }

  #isNumber(cell: string): boolean {
    return fitsFloat32(numberOf(cell, this.#decimalComma));
  }
}

/** The same text in memory of its own: a part of a string would keep the whole piece of the file. */
function detached(text: string): string {
  return ` ${text}`.slice(1);
}
