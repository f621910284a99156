import type { RowValues } from "./table-data.ts";

/** What the bytes of a `.npy` file begin with. */
export const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** float32 values, row by row, as the parts of a `.npy` file (NumPy's format 1.0). */
export function* encodeFloat32(
  shape: readonly number[],
  rows: readonly RowValues[],
): Generator<Uint8Array> {
  yield npyHeader("<f4", shape);
  for (const row of rows) yield bytesOf(row.slice());
}

/** Numbers as a one-dimensional array of float64. */
export function encodeFloat64(values: Float64Array): Uint8Array[] {
  return [npyHeader("<f8", [values.length]), bytesOf(values)];
}

/** Whole numbers as a one-dimensional array of int64. */
export function encodeInt64(values: readonly number[]): Uint8Array[] {
  return [npyHeader("<i8", [values.length]), bytesOf(BigInt64Array.from(values, BigInt))];
}

/** Text as an array of Unicode strings, as wide as the longest. */
export function encodeText(values: readonly string[], shape = [values.length]): Uint8Array[] {
  const points = values.map((text) => Array.from(text, (letter) => letter.codePointAt(0)!));
  const width = points.reduce((widest, { length }) => Math.max(widest, length), 1);
  const letters = new Uint32Array(values.length * width);
  for (const [i, row] of points.entries()) letters.set(row, i * width);
  return [npyHeader(`<U${width}`, shape), bytesOf(letters)];
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

// What stands before the content, which begins at a multiple of 64.
function npyHeader(dtype: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dictionary = `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const size = Math.ceil((MAGIC.length + 4 + dictionary.length + 1) / 64) * 64;
  const text = `${dictionary.padEnd(size - MAGIC.length - 4 - 1)}\n`;
  const bytes = new Uint8Array(size);
  bytes.set([...MAGIC, 1, 0, text.length & 255, text.length >> 8]);
  bytes.set(new TextEncoder().encode(text), MAGIC.length + 4);
  return bytes;
}
