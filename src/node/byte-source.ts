import { createReadStream } from "node:fs";
import { fileError, plainBytes } from "./file.ts";

/** Bytes that are read at once: more take no less time, fewer more. */
const PIECE_BYTES = 1 << 18;

/** The bytes of a file in pieces, read as they are asked for. Errors: `not-found` or `unreadable`, at the first piece or later. */
export function fileBytes(path: string): AsyncIterable<Uint8Array> {
  return pieces(() => createReadStream(path, { highWaterMark: PIECE_BYTES }), path);
}

/** The bytes of standard input in pieces, as they come. Errors: `unreadable`. */
export function standardInput(): AsyncIterable<Uint8Array> {
  return pieces(() => process.stdin, "standard input");
}

async function* pieces(
  open: () => AsyncIterable<Buffer>,
  name: string,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of open()) yield plainBytes(piece);
  } catch (error) {
    throw fileError(error, name);
  }
}
