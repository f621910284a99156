import { createReadStream, readFileSync, statSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import type { RecordingBytes } from "../../corpora/recording.ts";
import { fileStamp } from "../files/file-stamp.ts";
import { fileError, plainBytes, readBytes } from "../files/file.ts";

/** Bytes that are read at once: more take no less time, fewer more. */
const PIECE_BYTES = 1 << 18;

/** The bytes of a file in pieces, read as they are asked for. Errors: `not-found` or `unreadable`, at the first piece or later. */
export function fileBytes(path: string): AsyncIterable<Uint8Array> {
  return pieces(() => createReadStream(path, { highWaterMark: PIECE_BYTES }), path);
}

/** The first and the last bytes of a file, or all where it has fewer. Errors: `not-found` or `unreadable`. */
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

/** What is held at once at most, in bytes; what is larger is read in pieces. */
export const LARGEST_HELD = 16_000_000;

/** How a file is read: all at once, or in pieces where it is a large one; `name` is what messages call it. */
export function fileReading(path: string, name = path): RecordingBytes {
  const read = (): Promise<Uint8Array> => readBytes(path, name);
  const content = async (): Promise<Uint8Array | AsyncIterable<Uint8Array>> => {
    const { size } = await stat(path).catch((error: unknown) => {
      throw fileError(error, name);
    });
    return size > LARGEST_HELD ? fileBytes(path) : read();
  };
  return { read, content, stamp: () => fileStamp(path), file: path };
}

/** The same on a thread that has nothing else to do: bytes that are held at once come at once, which takes half the time. Errors: as there. */
export function contentOf(path: string): Uint8Array | AsyncIterable<Uint8Array> {
  try {
    return statSync(path).size > LARGEST_HELD ? fileBytes(path) : plainBytes(readFileSync(path));
  } catch (error) {
    throw fileError(error, path);
  }
}

/** Standard input as a recording; it can be read once. */
export function standardInputFile(): RecordingBytes & { readonly path: string } {
  return {
    path: "standard input",
    read: async () => plainBytes(await buffer(process.stdin)),
    content: async () => standardInput(),
    once: true,
  };
}

/** The bytes of standard input in pieces, as they come. Errors: `unreadable`. */
export function standardInput(): AsyncIterable<Uint8Array> {
  return pieces(() => process.stdin, "standard input");
}

async function* pieces(
  start: () => AsyncIterable<Buffer>,
  name: string,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of start()) yield plainBytes(piece);
  } catch (error) {
    throw fileError(error, name);
  }
}

/** Bytes that come only once, of which the beginning can be read again. */
export class RewindableBytes {
  readonly #source: AsyncIterator<Uint8Array>;
  #kept: Uint8Array[] | undefined = [];

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The bytes, kept to be read again; leaving them early closes the source only after `forget`. */
  async *read(): AsyncGenerator<Uint8Array> {
    try {
      for (let next = await this.#source.next(); next.done !== true;) {
        this.#kept?.push(next.value);
        yield next.value;
        next = await this.#source.next();
      }
    } finally {
      if (this.#kept === undefined) await this.close();
    }
  }

  /** All bytes from the beginning. */
  async *again(): AsyncGenerator<Uint8Array> {
    const kept = this.#kept ?? [];
    this.forget();
    try {
      yield* kept;
      yield* this.read();
    } finally {
      await this.close();
    }
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  /** Keeps no more: what has been read cannot be read again. */
  forget(): void {
    this.#kept = undefined;
  }
}
