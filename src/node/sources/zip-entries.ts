import { read } from "node:fs";
import { open } from "node:fs/promises";
import {
  type Entry,
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
} from "yauzl";

/** An entry of a zip. */
export interface ZipEntry {
  readonly entry: Entry;
  /** Separated by `/`. */
  readonly path: string;
  /** Whether it shares bytes with another entry, as in no zip that was packed. */
  readonly overlaps: boolean;
}

/** The entries of a zip, in its order. Errors are those of the system and of yauzl. */
export async function zipEntries(path: string): Promise<ZipEntry[]> {
  await using file = await open(path);
  const { size } = await file.stat();
  // yauzl would refuse the whole zip for one name that leads out of it
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  const zip = await fromRandomAccessReaderPromise(new AheadReader(file.fd), size, options);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  const overlaps = overlapping(entries, size);
  return entries.map((entry) => ({ entry, path: pathOf(entry), overlaps: overlaps.has(entry) }));
}

/** Bit 11 of an entry's flags: its name is UTF-8. */
const IS_UTF8 = 0x800;

/** Names without that flag are UTF-8 where they are valid as such, as macOS writes them, else code page 437. */
function pathOf({ fileNameRaw, extraFields, generalPurposeBitFlag: flags }: Entry): string {
  const isUtf8 = Buffer.from(fileNameRaw.toString("utf8")).equals(fileNameRaw);
  return getFileNameLowLevel(isUtf8 ? flags | IS_UTF8 : flags, fileNameRaw, extraFields, false);
}

/** The entries that share bytes with one before them in the file. Those that are cut off by its end do not count. */
function overlapping(entries: readonly Entry[], size: number): ReadonlySet<Entry> {
  const found = new Set<Entry>();
  let end = 0;
  for (const entry of entries.toSorted(
    (a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  )) {
    const start = entry.relativeOffsetOfLocalHeader;
    if (start < end) found.add(entry);
    else if (start + entry.compressedSize <= size) end = start + entry.compressedSize;
  }
  return found;
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
