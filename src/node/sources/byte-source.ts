import { createReadStream, type PathLike, readFileSync, statSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { RecordingBytes } from "../../corpora/recording.ts";
import { fileError, plainBytes, readBytes } from "../files/file.ts";
import { fileStamp } from "../files/file-stamp.ts";
import { type PipedBytes, pipedBytes, realFile } from "./piped-bytes.ts";

/** Bytes that are read at once: more take no less time, fewer more. */
const PIECE_BYTES = 1 << 18;

/** Files up to this size are read at once, larger ones in pieces. */
export const LARGEST_HELD = 16_000_000;

/**
 * The bytes at a path: of a file at once, or in pieces where it is a large one. Of a pipe as they come, once.
 * `name` is for messages.
 */
export function fileReading(path: string, name = path): RecordingBytes {
  const piped = pipedBytes(path, name);
  if (piped !== undefined) return readingOf(piped);
  return { ...regularFile(path, name), stamp: () => fileStamp(path), file: realFile(path) };
}

/** The bytes of a regular file, whose name need not be text. */
export function regularFile(path: PathLike, name: string): RecordingBytes {
  const read = (): Promise<Uint8Array> => readBytes(path, name);
  const content = async (): Promise<Uint8Array | AsyncIterable<Uint8Array>> => {
    const { size } = await stat(path).catch((error: unknown) => {
      throw fileError(error, name);
    });
    return size > LARGEST_HELD ? fileBytes(path, name) : read();
  };
  return { read, content };
}

/**
 * The bytes of a regular file in pieces, read as they are asked for.
 * @throws {AffektError} `not-found` or `unreadable`, at the first piece or later.
 */
export async function* fileBytes(path: PathLike, name = String(path)): AsyncGenerator<Uint8Array> {
  try {
    const stream = createReadStream(path, { highWaterMark: PIECE_BYTES });
    for await (const piece of stream) yield plainBytes(piece as Buffer);
  } catch (error) {
    throw fileError(error, name);
  }
}

/**
 * `fileBytes` for readers that keep nothing: each piece is valid until the next one, so that none has to be collected.
 * @throws {AffektError} as `fileBytes`.
 */
export async function* passingBytes(path: string, name: string): AsyncGenerator<Uint8Array> {
  try {
    await using file = await open(path);
    const buffer = new Uint8Array(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw fileError(error, name);
  }
}

/**
 * The first and the last bytes of a file, or all where it has fewer.
 * @throws {AffektError} `not-found` or `unreadable`.
 */
export async function readEnds(path: string, count: number): Promise<[Uint8Array, Uint8Array]> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    const length = Math.min(size, count);
    const part = async (position: number): Promise<Uint8Array> =>
      (await file.read(new Uint8Array(length), 0, length, position)).buffer;
    return [await part(0), await part(size - length)];
  } catch (error) {
    throw fileError(error, path);
  }
}

/**
 * The bytes of a regular file, for a thread that has nothing else to do: bytes that are held at once come at once, which takes
 * half the time.
 * @throws {AffektError} `not-found` or `unreadable`.
 */
export function contentOf(path: string): Uint8Array | AsyncIterable<Uint8Array> {
  try {
    return statSync(path).size > LARGEST_HELD ? fileBytes(path) : plainBytes(readFileSync(path));
  } catch (error) {
    throw fileError(error, path);
  }
}

function readingOf({ read, content, once }: PipedBytes): RecordingBytes {
  return { read, content, once };
}
