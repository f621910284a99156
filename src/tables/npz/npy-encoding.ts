import type { RowValues } from "../table-data.ts";

/** The first bytes of a `.npy` file. */
export const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** A `.npy` file (NumPy's format 1.0) whose bytes are made as they are asked for. */
export interface NpyParts extends Iterable<Uint8Array> {
  readonly byteLength: number;
}

/** Letters that are encoded at once. */
const TEXT_POINTS = 2 ** 18;

/** float32 values, row by row. */
export function encodeFloat32(shape: readonly number[], rows: readonly RowValues[]): NpyParts {
  const count = rows.reduce((sum, { length }) => sum + length, 0);
  return npyParts("<f4", shape, 4 * count, function* () {
    for (const row of rows) yield bytesOf(row.slice());
  });
}

/** Numbers as a one-dimensional array of float64. */
export function encodeFloat64(values: Float64Array): NpyParts {
  return npyParts("<f8", [values.length], values.byteLength, () => [bytesOf(values)]);
}

/** Whole numbers as a one-dimensional array of int64. */
export function encodeInt64(values: readonly number[]): NpyParts {
  return npyParts("<i8", [values.length], 8 * values.length, () => [
    bytesOf(BigInt64Array.from(values, BigInt)),
  ]);
}

/** Text as an array of Unicode strings, as wide as the longest. */
export function encodeText(values: readonly string[], shape = [values.length]): NpyParts {
  const width = values.reduce((widest, text) => Math.max(widest, countPoints(text)), 1);
  return npyParts(`<U${width}`, shape, 4 * width * values.length, function* () {
    const count = Math.ceil(TEXT_POINTS / width);
    for (let start = 0; start < values.length; start += count) {
      const rows = values.slice(start, start + count);
      const letters = new Uint32Array(rows.length * width);
      for (const [i, text] of rows.entries()) letters.set(pointsOf(text), i * width);
      yield bytesOf(letters);
    }
  });
}

function countPoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function pointsOf(text: string): number[] {
  return Array.from(text, (letter) => letter.codePointAt(0)!);
}

function npyParts(
  dtype: string,
  shape: readonly number[],
  size: number,
  content: () => Iterable<Uint8Array>,
): NpyParts {
  const header = npyHeader(dtype, shape);
  return {
    byteLength: header.length + size,
    *[Symbol.iterator]() {
      yield header;
      yield* content();
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The header before the content, which begins at a multiple of 64. */
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
