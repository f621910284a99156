import { AffektError } from "../../errors.ts";
import type { ByteRanges } from "../byte-ranges.ts";
import { CellFaults, rowName } from "../cell-faults.ts";
import { featureFault, fitsFloat32, numberOf } from "../cell-numbers.ts";
import { isMetadata, noteOfExtraColumns, planColumns } from "../column-plan.ts";
import { parseSet } from "../parse-set.ts";
import { checkTable, type ReadTable, type ReadContext } from "../read-table.ts";
import type { MetadataColumn } from "../table-data.ts";
import { ParquetFile } from "./parquet-file.ts";
import { pandasTimes } from "./pandas-times.ts";
import type { ParquetColumn } from "./parquet-schema.ts";
import { SET_KEY } from "./parquet-writing.ts";

/**
 * Reads a table from Parquet as `formatParquet`, pandas, pyarrow, polars and DuckDB write it. Only columns that belong to the table are read, one
 * after the other. `name` is what messages call the file.
 *
 * @throws {AffektError} unreadable: for what is damaged, or larger in memory than a table can be
 * @throws {AffektError} unsupported: for columns of lists or structures among the metadata
 * @throws {AffektError} bad-data: where there are no features, or values are missing or not finite
 */
export async function parseParquet(
  content: ByteRanges,
  { name, wanted }: ReadContext,
): Promise<ReadTable> {
  const file = await ParquetFile.open(content, name);
  const text = file.text(SET_KEY);
  const said = text === undefined ? undefined : parseSet(text, name);
  const header = file.columns.map((column) => column.name);
  const count = (kind: ParquetColumn["kind"]): number =>
    file.columns.filter((column) => column.kind === kind && !isMetadata(column.name)).length;
  const isSequence = count("list") > count("number");
  const isNumeric = (c: number): boolean =>
    file.columns[c]!.kind === (isSequence ? "list" : "number");
  const plan = planColumns(header, { said, wanted, isSequence, isNumeric }, name);
  const { features, others } = plan;
  for (const c of features) {
    assertKind(file.columns[c]!, isSequence ? ["list"] : ["number", "text"], name);
  }
  for (const c of others) assertKind(file.columns[c]!, ["number", "text", "other"], name);
  const columns = features.map((c) => header[c]!);
  file.assertPlausible(
    columns,
    others.map((c) => header[c]!),
  );
  const faults = new CellFaults(name, rowName);
  const rows = isSequence
    ? await readSequences(file, columns, faults)
    : await readVectors(file, columns, faults);
  const times = pandasTimes(file.text("pandas"));
  const metadata: MetadataColumn[] = [];
  const unread: string[] = [];
  for (const c of others) {
    const values = await readMetadata(file, file.columns[c]!, times.get(header[c]!));
    if (values === undefined) unread.push(header[c]!);
    else metadata.push({ name: header[c]!, values });
  }
  const kept = others.filter((c) => !unread.includes(header[c]!));
  const notes = [
    ...noteOfExtraColumns(header, { ...plan, others: kept }),
    ...unread.map((column) => `column ${column} is left out: it is neither numbers nor text`),
  ];
  const table = { metadata, columns, rows, isSequence, notes, ...(said && { set: said }) };
  return checkTable(table, faults, name);
}

function assertKind(
  { name: column, kind }: ParquetColumn,
  kinds: readonly ParquetColumn["kind"][],
  name: string,
): void {
  if (kinds.includes(kind)) return;
  const held = {
    number: "numbers",
    text: "text",
    list: "lists",
    nested: "nested values",
    other: "bytes",
  }[kind];
  throw new AffektError(
    "unsupported",
    `${name}: column ${column} holds ${held} where a table has ${kinds.includes("list") ? "a list of numbers" : "one number or text"} per row; drop it`,
  );
}

async function readVectors(
  file: ParquetFile,
  columns: readonly string[],
  faults: CellFaults,
): Promise<Float32Array[]> {
  const width = columns.length;
  const matrix = new Float32Array(file.rowCount * width);
  for (const group of file.groups) {
    for (const [c, column] of columns.entries()) {
      await file.readColumn(group, column, (row, cell) => {
        const value = featureOf(cell);
        if (!fitsFloat32(value)) faults.add(group.start + row, column, featureFault(cell));
        matrix[(group.start + row) * width + c] = value;
      });
    }
  }
  return Array.from({ length: file.rowCount }, (_, row) =>
    matrix.subarray(row * width, (row + 1) * width),
  );
}

async function readSequences(
  file: ParquetFile,
  columns: readonly string[],
  faults: CellFaults,
): Promise<Float32Array[]> {
  const width = columns.length;
  const rows: Float32Array[] = [];
  for (const group of file.groups) {
    for (const [c, column] of columns.entries()) {
      await file.readColumn(group, column, (i, cell) => {
        const row = group.start + i;
        const frames = (cell ?? []) as ArrayLike<unknown>;
        if (frames.length === 0) {
          faults.add(row, column, "is empty");
          return;
        }
        const values = (rows[row] ??= new Float32Array(frames.length * width));
        if (frames.length * width !== values.length) {
          const expected = values.length / width;
          faults.add(row, column, `has ${frames.length} values where others have ${expected}`);
          return;
        }
        for (let frame = 0; frame < frames.length; frame++) {
          const value = featureOf(frames[frame]);
          if (!fitsFloat32(value)) faults.add(row, column, featureFault(frames[frame]));
          values[frame * width + c] = value;
        }
      });
    }
  }
  return rows;
}

/** The number in a cell, NaN if there is none. */
function featureOf(cell: unknown): number {
  if (typeof cell === "string") return numberOf(cell);
  return ["number", "bigint", "boolean"].includes(typeof cell) ? Number(cell) : NaN;
}

/** Numbers, or text where not all are. `undefined` where they are neither. Lengths of time are in units of which a second has `perSecond`. */
async function readMetadata(
  file: ParquetFile,
  { name, kind }: ParquetColumn,
  perSecond = 1,
): Promise<MetadataColumn["values"] | undefined> {
  if (kind === "other") return undefined;
  const cells = Array.from<unknown>({ length: file.rowCount });
  for (const group of file.groups) {
    await file.readColumn(group, name, (row, cell) => {
      cells[group.start + row] = cell;
    });
  }
  const known = cells.filter((cell) => cell !== null && cell !== undefined);
  if (
    known.length > 0 &&
    known.every((cell) => typeof cell === "number" || typeof cell === "bigint")
  ) {
    return Float64Array.from(cells, (cell) => featureOf(cell) / perSecond);
  }
  if (known.some((cell) => cell instanceof Uint8Array)) return undefined;
  return cells.map((cell) => textOf(cell));
}

function textOf(cell: unknown): string {
  if (typeof cell === "string") return cell;
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString();
  return typeof cell === "bigint" ? `${cell}` : JSON.stringify(cell);
}
