import { AffektError } from "../../errors.ts";
import type { MetadataColumn, RowValues, TableData } from "../table-data.ts";
import {
  encodeFloat32,
  encodeFloat64,
  encodeInt64,
  encodeText,
  type NpyParts,
} from "./npy-encoding.ts";
import { storedZip, zipSize } from "./stored-zip.ts";

/** The largest zip without the Zip64 extension, in bytes. */
const LARGEST = 2 ** 32 - 1;

/**
 * A table as NPZ in parts, row by row, for `numpy.load`: `values` [rows, columns] (float32), `columns`, one array per metadata column, and the feature set as JSON in
 * `set`. The frames of sequences follow each other in `values` [frames, columns]. Row i has those from `offsets[i]` to before `offsets[i + 1]`.
 *
 * @throws {AffektError} unsupported: for more than 4 GB
 */
export function formatNpz(table: TableData<RowValues>): Iterable<Uint8Array> {
  const { metadata, columns, rows, isSequence, set } = table;
  const width = columns.length;
  const ends = rows.map(({ length }) => length / width);
  for (let i = 1; i < ends.length; i++) ends[i]! += ends[i - 1]!;
  const arrays: (readonly [name: string, parts: NpyParts])[] = [
    ["values", encodeFloat32([ends.at(-1) ?? 0, width], rows)],
    ["columns", encodeText(columns)],
    ...(isSequence ? [["offsets", encodeInt64([0, ...ends])] as const] : []),
    ...metadata.map(({ name, values }) => [name, encodeMetadata(values)] as const),
    ...(set ? [["set", encodeText([JSON.stringify(set)], [])] as const] : []),
  ];
  const files = arrays.map(([name, parts]) => [`${name}.npy`, parts] as const);
  const size = zipSize(files);
  if (size > LARGEST) {
    throw new AffektError(
      "unsupported",
      `NPZ: ${(size / 1e9).toFixed(1)} GB are more than its zip can hold; write to a file ending in .parquet`,
    );
  }
  return storedZip(files);
}

function encodeMetadata(values: MetadataColumn["values"]): NpyParts {
  return values instanceof Float64Array ? encodeFloat64(values) : encodeText(values);
}
