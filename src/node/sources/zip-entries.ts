import { read } from "node:fs";
import { open } from "node:fs/promises";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";

/** What a zip says it contains, in its order. Errors: those of the system and of yauzl. */
export async function zipEntries(path: string): Promise<Entry[]> {
  await using file = await open(path);
  const { size } = await file.stat();
  const options = { lazyEntries: true, autoClose: false };
  const zip = await fromRandomAccessReaderPromise(new AheadReader(file.fd), size, options);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  return entries;
}

/** Bytes that are read at once: the list of some thousand entries, of each of which yauzl asks for two small parts. */
const AHEAD_BYTES = 1 << 20;

/** Reads a file ahead, for readers that ask for small parts one after the other. */
class AheadReader extends RandomAccessReader {
  readonly #file: number;
  #held = Buffer.alloc(0);
  #start = 0;

  /** `file` stays open: it is closed by whoever opened it. */
  constructor(file: number) {
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
    const at = position - this.#start;
    if (at >= 0 && at + length <= this.#held.length) {
      done(null, this.#held.copy(target, offset, at, at + length));
      return;
    }
    const held = Buffer.allocUnsafe(Math.max(AHEAD_BYTES, length));
    read(this.#file, held, 0, held.length, position, (error, count) => {
      if (error !== null) {
        done(error);
        return;
      }
      this.#held = held.subarray(0, count);
      this.#start = position;
      done(null, this.#held.copy(target, offset, 0, length));
    });
  }

  override close(done: (error: Error | null) => void): void {
    done(null);
  }
}
