import { type DecodedArray, parquetMetadata, parquetRead, type SchemaElement } from "hyparquet";
import { ByteWriter, type ColumnSource, ParquetWriter } from "hyparquet-writer";
import { AffektError } from "../errors.ts";
import { divideColumns } from "./divide-columns.ts";
import { parseSet } from "./parse-set.ts";
import type { Fact, RowValues, TableData } from "./table-data.ts";

/** The key of the feature set among the file's metadata. */
const SET_KEY = "affekt.set";
/** Values of the rows that are encoded at once, if it is more than one row; of sequences each is an object on the way. */
const GROUP_VALUES = 2 ** 20;

/**
 * A table as Parquet in parts, one or more a row group, for pandas, pyarrow and DuckDB: one column a fact (null where it is not known), one a feature (float32; a list
 * over time of sequences); the feature set as JSON under the metadata key `affekt.set`.
 */
export function* formatParquet(table: TableData<RowValues>): Generator<Uint8Array> {
  const { facts, columns, rows, isSequence, set } = table;
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: schemaOf(table),
    ...(set && { kvMetadata: [{ key: SET_KEY, value: JSON.stringify(set) }] }),
    createdBy: "affekt",
  });
  for (const [start, end] of groupsOf(rows)) {
    const part = rows.slice(start, end).map((row) => row.slice());
    const columnData: ColumnSource[] = [
      ...facts.map(({ name, values }) => ({ name, data: factData(values, start, end) })),
      // each made when it is its turn, so that it is young garbage soon after
      ...columns.map((name, c) => ({
        name,
        get data() {
          return isSequence
            ? part.map((values) => overTime(values, c, columns.length))
            : Float32Array.from(part, (values) => values[c]!);
        },
      })),
    ];
    void file.write({ columnData, rowGroupSize: part.length });
    yield taken(writer);
  }
  void file.finish();
  yield taken(writer);
}

// The first row of each group and the one behind its last.
function* groupsOf(rows: readonly RowValues[]): Generator<readonly [start: number, end: number]> {
  let start = 0;
  let count = 0;
  for (const [row, { length }] of rows.entries()) {
    if (row > start && count + length > GROUP_VALUES) {
      yield [start, row];
      [start, count] = [row, 0];
    }
    count += length;
  }
  if (start < rows.length) yield [start, rows.length];
}

// What a writer holds, which goes on behind it.
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

function factData(values: Fact["values"], start: number, end: number): DecodedArray {
  if (values instanceof Float64Array) return values.subarray(start, end);
  return values.slice(start, end).map((value) => (value === "" ? null : value));
}

function overTime(values: Float32Array, column: number, width: number): number[] {
  return Array.from({ length: values.length / width }, (_, f) => values[f * width + column]!);
}

function schemaOf({ facts, columns, isSequence }: TableData<RowValues>): SchemaElement[] {
  const feature = (name: string): SchemaElement[] =>
    isSequence
      ? [
          { name, repetition_type: "REQUIRED", converted_type: "LIST", num_children: 1 },
          { name: "list", repetition_type: "REPEATED", num_children: 1 },
          { name: "element", type: "FLOAT", repetition_type: "REQUIRED" },
        ]
      : [{ name, type: "FLOAT", repetition_type: "REQUIRED" }];
  return [
    { name: "root", num_children: facts.length + columns.length },
    ...facts.map(({ name, values }): SchemaElement =>
      values instanceof Float64Array
        ? { name, type: "DOUBLE", repetition_type: "REQUIRED" }
        : { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
    ),
    ...columns.flatMap(feature),
  ];
}

/**
 * Reads a table from Parquet as `formatParquet`, pandas and pyarrow write it (uncompressed or Snappy); which columns are features tells
 * `divideColumns`. `name` is for messages.
 * Errors: `unreadable` for what is damaged or compressed in another way, `bad-data` where there are no features or a value is missing.
 */
export async function parseParquet(bytes: Uint8Array, name: string): Promise<TableData> {
  const { cells, set, rowCount } = await readColumns(bytes, name);
  const header = [...cells.keys()];
  const { facts, features } = divideColumns(
    header,
    (c) => isNumeric(cells.get(header[c]!)![0]),
    name,
  );
  const columns = features.map((c) => header[c]!);
  const isSequence = Array.isArray(cells.get(columns[0]!)![0]);
  return {
    facts: facts.map((c) => factOf(header[c]!, cells.get(header[c]!)!)),
    columns,
    rows: Array.from({ length: rowCount }, (_, row) => rowOf(cells, columns, row, name)),
    isSequence,
    ...(set !== undefined && { set: parseSet(set, name) }),
  };
}

async function readColumns(
  bytes: Uint8Array,
  name: string,
): Promise<{ cells: Map<string, unknown[]>; set: string | undefined; rowCount: number }> {
  const file = bytes.slice().buffer;
  try {
    const metadata = parquetMetadata(file);
    const rowCount = Number(metadata.num_rows);
    const names = topLevelNames(metadata.schema);
    const cells = new Map(
      names.map((column) => [column, Array.from<unknown>({ length: rowCount })]),
    );
    await parquetRead({
      file,
      metadata,
      onChunk: ({ columnName, columnData, rowStart }) => {
        const target = cells.get(columnName)!;
        for (let i = 0; i < columnData.length; i++) target[rowStart + i] = columnData[i];
      },
    });
    const set = metadata.key_value_metadata?.find(({ key }) => key === SET_KEY)?.value;
    return { cells, set, rowCount };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AffektError("unreadable", `${name}: cannot be read as Parquet (${reason})`, {
      cause,
    });
  }
}

function topLevelNames(schema: readonly SchemaElement[]): string[] {
  const names: string[] = [];
  for (let i = 1; i < schema.length; i += 1 + descendants(schema, i)) names.push(schema[i]!.name);
  return names;
}

// How many elements of a schema, which is a tree in depth-first order, stand below element i.
function descendants(schema: readonly SchemaElement[], i: number): number {
  let count = 0;
  for (let child = 0; child < (schema[i]!.num_children ?? 0); child++) {
    count += 1 + descendants(schema, i + count + 1);
  }
  return count;
}

function isNumeric(value: unknown): boolean {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return true;
  return typeof value === "number" || typeof value === "bigint";
}

function factOf(name: string, values: readonly unknown[]): Fact {
  return isNumeric(values[0])
    ? { name, values: Float64Array.from(values, Number) }
    : {
        name,
        values: values.map((value) => textOf(value)),
      };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function rowOf(
  cells: ReadonlyMap<string, readonly unknown[]>,
  columns: readonly string[],
  row: number,
  name: string,
): Float32Array {
  const width = columns.length;
  const own = columns.map((column) => {
    const value = cells.get(column)![row];
    return (Array.isArray(value) ? value : [value]) as unknown[];
  });
  const frames = own[0]!.length;
  const values = new Float32Array(frames * width);
  for (const [c, cell] of own.entries()) {
    if (cell.length !== frames || cell.some((value) => value === null || value === undefined)) {
      throw new AffektError(
        "bad-data",
        `${name}: row ${row + 1}, column ${columns[c]}: a value is missing`,
      );
    }
    for (let f = 0; f < frames; f++) values[f * width + c] = Number(cell[f]);
  }
  return values;
}
