import { unzipSync } from "fflate";
import { AffektError } from "../errors.ts";
import { decodeNpy, type NpyArray } from "./npy-decoding.ts";
import { encodeFloat32, encodeFloat64, encodeInt64, encodeText } from "./npy-encoding.ts";
import { parseSet } from "./parse-set.ts";
import { storedZip } from "./stored-zip.ts";
import type { Fact, RowValues, TableData } from "./table-data.ts";

/** What a zip without the extension for large ones can hold, in bytes. */
const LARGEST = 2 ** 32 - 2 ** 20;

/**
 * A table as NPZ in parts, row by row, for `numpy.load`: `values` [rows, columns] (float32), `columns`, one array a fact, and the feature set as JSON in
 * `set`. The frames of sequences follow each other in `values` [frames, columns]; row i's are those from `offsets[i]` to `offsets[i + 1]`.
 * Errors: `unsupported` for more than 4 GB.
 */
export function formatNpz(table: TableData<RowValues>): Iterable<Uint8Array> {
  const { facts, columns, rows, isSequence, set } = table;
  const size = 4 * rows.reduce((sum, { length }) => sum + length, 0);
  if (size > LARGEST) {
    throw new AffektError(
      "unsupported",
      `NPZ: ${Math.ceil(size / 1e9)} GB of features are more than its zip can hold; write to a file ending in .parquet`,
    );
  }
  const width = columns.length;
  const ends = rows.map(({ length }) => length / width);
  for (let i = 1; i < ends.length; i++) ends[i]! += ends[i - 1]!;
  const frames = ends.at(-1) ?? 0;
  const arrays: Record<string, Iterable<Uint8Array>> = {
    values: encodeFloat32([frames, width], rows),
    columns: encodeText(columns),
    ...(isSequence && { offsets: encodeInt64([0, ...ends]) }),
    ...Object.fromEntries(facts.map(({ name, values }) => [name, encodeFact(values)])),
    ...(set && { set: encodeText([JSON.stringify(set)], []) }),
  };
  return storedZip(Object.entries(arrays).map(([name, parts]) => [`${name}.npy`, parts]));
}

function encodeFact(values: Fact["values"]): Iterable<Uint8Array> {
  return values instanceof Float64Array ? encodeFloat64(values) : encodeText(values);
}

/**
 * Reads a table from NPZ as `formatNpz` and `numpy.savez` write it; `name` is for messages.
 * Errors: `unreadable` for what is damaged, `bad-data` where arrays are missing or do not fit each other.
 */
export function parseNpz(bytes: Uint8Array, name: string): TableData {
  const arrays = new Map(
    Object.entries(unzip(bytes, name)).map(([file, content]) => {
      const array = file.replace(/\.npy$/, "");
      return [array, decodeNpy(content, `${name}: ${array}`)] as const;
    }),
  );
  const { values, columns, offsets, set, ...facts } = Object.fromEntries(arrays);
  const data = matrixOf(values, name);
  const [frames = 0, width = 0] = values!.shape;
  const names = columns === undefined ? [] : textOf(columns);
  if (names.length !== width) {
    throw new AffektError(
      "bad-data",
      `${name}: columns names ${names.length} of the ${width} columns of values`,
    );
  }
  const bounds =
    offsets === undefined ? Array.from({ length: frames + 1 }, (_, i) => i) : numbersOf(offsets);
  const rows = bounds.slice(1).map((end, i) => data.subarray(bounds[i]! * width, end * width));
  if (bounds.at(-1) !== frames || bounds.some((bound, i) => bound < (bounds[i - 1] ?? 0))) {
    throw new AffektError(
      "bad-data",
      `${name}: offsets do not divide the ${frames} frames of values`,
    );
  }
  return {
    facts: Object.entries(facts).map(([fact, array]) => factOf(fact, array, rows.length, name)),
    columns: names,
    rows,
    isSequence: offsets !== undefined,
    ...(set && { set: parseSet(textOf(set)[0]!, name) }),
  };
}

function unzip(bytes: Uint8Array, name: string): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch (cause) {
    throw new AffektError("unreadable", `${name}: is not a whole NPZ file`, { cause });
  }
}

function matrixOf(values: NpyArray | undefined, name: string): Float32Array {
  if (values?.shape.length !== 2 || Array.isArray(values.values)) {
    const found =
      values === undefined ? "has no array" : `has ${values.shape.length} dimensions in`;
    throw new AffektError(
      "bad-data",
      `${name}: ${found} values; a feature table is numbers [rows, columns]`,
    );
  }
  return values.values instanceof Float32Array
    ? values.values
    : Float32Array.from(values.values as Float64Array);
}

function factOf(fact: string, { values }: NpyArray, rows: number, name: string): Fact {
  if (values.length !== rows) {
    throw new AffektError(
      "bad-data",
      `${name}: ${fact} has ${values.length} values for ${rows} rows`,
    );
  }
  return {
    name: fact,
    values: values instanceof Float32Array ? Float64Array.from(values) : values,
  };
}

function textOf({ values }: NpyArray): readonly string[] {
  return Array.from(values, String);
}

function numbersOf({ values }: NpyArray): number[] {
  return Array.from(values, Number);
}
