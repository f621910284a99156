/** A file that is read by ranges of bytes. An `ArrayBuffer` is one. */
export interface ByteRanges {
  readonly byteLength: number;
  /** The bytes from `start` to before `end`, in a buffer of their own. */
  slice(start: number, end: number): ArrayBuffer | Promise<ArrayBuffer>;
}

/** Bytes in memory as ranges. */
export function rangesOf(bytes: Uint8Array): ByteRanges {
  return {
    byteLength: bytes.length,
    // slice() of a Buffer would not copy
    slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
}

/** Fewer bytes are not worth a read of their own. */
const AHEAD_BYTES = 1 << 20;

/** Reads `file` ahead, for readers that ask for many small ranges, most of them one after the other. */
export function readAhead(file: ByteRanges): ByteRanges {
  const { byteLength } = file;
  let held: { readonly start: number; readonly bytes: ArrayBuffer } | undefined;
  return {
    byteLength,
    async slice(from, to) {
      const start = Math.min(Math.max(from, 0), byteLength);
      const end = Math.min(Math.max(to, start), byteLength);
      if (end - start > AHEAD_BYTES) return file.slice(start, end);
      if (held === undefined || start < held.start || end > held.start + held.bytes.byteLength) {
        const bytes = await file.slice(start, Math.min(start + AHEAD_BYTES, byteLength));
        held = { start, bytes };
      }
      return held.bytes.slice(start - held.start, end - held.start);
    },
  };
}

/** The bytes of `file` in pieces, from its beginning. */
export async function* piecesOf(file: ByteRanges): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < file.byteLength; start += AHEAD_BYTES) {
    yield new Uint8Array(await file.slice(start, Math.min(start + AHEAD_BYTES, file.byteLength)));
  }
}
