/** One chunk of a RIFF or IFF file. */
export interface Chunk {
  /** Four characters. */
  readonly id: string;
  /** The offset of its content in the file. */
  readonly start: number;
  /** Bytes that its header claims. */
  readonly size: number;
  /** Its content, as much as the file holds. */
  readonly data: Uint8Array;
}

/** Four characters of a file. */
export function fourCharacters(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** The chunks after a 12-byte RIFF or FORM header, in file order; the last one may be cut off by the file's end. */
export function readChunks(bytes: Uint8Array, littleEndian: boolean): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, littleEndian);
    const start = at + 8;
    chunks.push({
      id: fourCharacters(bytes, at),
      start,
      size,
      data: bytes.subarray(start, start + size),
    });
    at = start + size + (size % 2);
  }
  return chunks;
}
