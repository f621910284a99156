import { type FileHandle, open } from "node:fs/promises";
import { callbackify } from "node:util";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";

/** What a zip says it contains, in its order. Errors: those of the system and of yauzl. */
export async function zipEntries(path: string): Promise<Entry[]> {
  await using file = await open(path);
  const { size } = await file.stat();
  const options = { lazyEntries: true, autoClose: false };
  const zip = await fromRandomAccessReaderPromise(new AheadReader(file), size, options);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  return entries;
}

/** Bytes that are read at once: the list of some thousand entries, of each of which yauzl asks for two small parts. */
const AHEAD_BYTES = 1 << 20;

/** Reads a file ahead, for readers that ask for small parts one after the other. */
class AheadReader extends RandomAccessReader {
  readonly #file: FileHandle;
  #held = Buffer.alloc(0);
  #start = 0;

  constructor(file: FileHandle) {
    super();
    this.#file = file;
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null, count?: number) => void,
  ): void {
    const copy = callbackify(async (): Promise<number> => {
      const end = this.#start + this.#held.length;
      if (position < this.#start || position + length > end) await this.#hold(position, length);
      return this.#held.copy(
        target,
        offset,
        position - this.#start,
        position - this.#start + length,
      );
    });
    copy(done);
  }

  override close(done: (error: Error | null) => void): void {
    done(null); // the file is closed by whoever opened it
  }

  async #hold(position: number, length: number): Promise<void> {
    const buffer = Buffer.allocUnsafe(Math.max(AHEAD_BYTES, length));
    const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, position);
    this.#held = buffer.subarray(0, bytesRead);
    this.#start = position;
  }
}
