/** What the bytes of a `.npy` file begin with. */
export const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** float32 values as the bytes of a `.npy` file (NumPy's format 1.0). */
export function encodeFloat32(
  shape: readonly number[],
  parts: readonly Float32Array[],
): Uint8Array {
  const count = parts.reduce((sum, { length }) => sum + length, 0);
  const { bytes, start } = npyBytes("<f4", shape, count * 4);
  let at = start;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return bytes;
}

/** Numbers as a one-dimensional array of float64. */
export function encodeFloat64(values: Float64Array): Uint8Array {
  const { bytes, start } = npyBytes("<f8", [values.length], values.byteLength);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
  return bytes;
}

/** Whole numbers as a one-dimensional array of int64. */
export function encodeInt64(values: readonly number[]): Uint8Array {
  const numbers = BigInt64Array.from(values, BigInt);
  const { bytes, start } = npyBytes("<i8", [values.length], numbers.byteLength);
  bytes.set(new Uint8Array(numbers.buffer), start);
  return bytes;
}

/** Text as an array of Unicode strings, as wide as the longest. */
export function encodeText(values: readonly string[], shape = [values.length]): Uint8Array {
  const points = values.map((text) => Array.from(text, (letter) => letter.codePointAt(0)!));
  const width = points.reduce((widest, { length }) => Math.max(widest, length), 1);
  const { bytes, start } = npyBytes(`<U${width}`, shape, values.length * width * 4);
  const view = new DataView(bytes.buffer);
  for (const [i, letters] of points.entries()) {
    for (const [k, point] of letters.entries())
      view.setUint32(start + (i * width + k) * 4, point, true);
  }
  return bytes;
}

// The header and room for `size` bytes of content, which begin at a multiple of 64.
function npyBytes(
  dtype: string,
  shape: readonly number[],
  size: number,
): { bytes: Uint8Array; start: number } {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dictionary = `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const start = Math.ceil((MAGIC.length + 4 + dictionary.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + size);
  const text = `${dictionary.padEnd(start - MAGIC.length - 4 - 1)}\n`;
  bytes.set([...MAGIC, 1, 0, text.length & 255, text.length >> 8]);
  bytes.set(new TextEncoder().encode(text), MAGIC.length + 4);
  return { bytes, start };
}
