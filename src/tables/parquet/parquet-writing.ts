import type { DecodedArray, SchemaElement } from "hyparquet";
import { ByteWriter, type ColumnSource, ParquetWriter } from "hyparquet-writer";
import { release } from "../../math/release.ts";
import type { MetadataColumn, RowValues, TableData } from "../table-data.ts";

/** The key of the feature set among the file's metadata. */
export const SET_KEY = "affekt.set";

/** The most values in a row group of several rows. Values of sequences are JavaScript numbers on their way. */
const GROUP_VALUES = 2 ** 20;

/**
 * A table as Parquet in parts, one per row group, for pandas, pyarrow and DuckDB. It has one column per metadata column (null where the value
 * is not known) and one per feature (float32, of sequences a list over time), and the feature set as JSON under the key `affekt.set`.
 */
export function* formatParquet(table: TableData<RowValues>): Generator<Uint8Array> {
  const { metadata, columns, rows, isSequence, set } = table;
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
      ...metadata.map(({ name, values }) => ({ name, data: metadataOf(values, start, end) })),
      // each is made at its turn, so that the garbage collector finds it young
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
    release(part); // or they would wait for the garbage collector by tens of megabytes
    yield taken(writer);
  }
  void file.finish();
  yield taken(writer);
}

/** The first row of each group and the one behind its last. */
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

/** Takes the bytes out of a writer, which continues with the offsets that follow. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

function metadataOf(values: MetadataColumn["values"], start: number, end: number): DecodedArray {
  if (values instanceof Float64Array) return values.subarray(start, end);
  return values.slice(start, end).map((value) => (value === "" ? null : value));
}

function overTime(values: Float32Array, column: number, width: number): number[] {
  return Array.from({ length: values.length / width }, (_, f) => values[f * width + column]!);
}

function schemaOf({ metadata, columns, isSequence }: TableData<RowValues>): SchemaElement[] {
  const feature = (name: string): SchemaElement[] =>
    isSequence
      ? [
          { name, repetition_type: "REQUIRED", converted_type: "LIST", num_children: 1 },
          { name: "list", repetition_type: "REPEATED", num_children: 1 },
          { name: "element", type: "FLOAT", repetition_type: "REQUIRED" },
        ]
      : [{ name, type: "FLOAT", repetition_type: "REQUIRED" }];
  return [
    { name: "root", num_children: metadata.length + columns.length },
    ...metadata.map(({ name, values }): SchemaElement =>
      values instanceof Float64Array
        ? { name, type: "DOUBLE", repetition_type: "REQUIRED" }
        : { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
    ),
    ...columns.flatMap(feature),
  ];
}
