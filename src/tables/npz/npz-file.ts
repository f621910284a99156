import { AffektError } from "../../errors.ts";
import { type ByteRanges, readAhead } from "../byte-ranges.ts";
import { assertPlausibleSize, ROW_BYTES } from "../size-limit.ts";
import { decodeNpy, type NpyArray } from "./npy-decoding.ts";
import { LONGEST_HEADER, type NpyHeader, parseNpyHeader } from "./npy-header.ts";
import { entryContent, entryStart, type ZipEntry, zipEntriesOf } from "./zip-directory.ts";

/** The arrays in an NPZ file, of which only the headers are read at first. */
export class NpzFile {
  readonly #file: ByteRanges;
  readonly #name: string;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  /** The arrays by name. */
  readonly headers: ReadonlyMap<string, NpyHeader>;

  private constructor(
    file: ByteRanges,
    name: string,
    entries: ReadonlyMap<string, ZipEntry>,
    headers: ReadonlyMap<string, NpyHeader>,
  ) {
    this.#file = file;
    this.#name = name;
    this.#entries = entries;
    this.headers = headers;
  }

  /** `name` is what messages call the file. @throws {AffektError} unreadable, unsupported */
  static async open(content: ByteRanges, name: string): Promise<NpzFile> {
    const file = readAhead(content);
    const entries = await readable(name, () => zipEntriesOf(file));
    const byName = arraysOf(entries, name);
    const headers = new Map<string, NpyHeader>();
    for (const [array, entry] of byName) {
      const start = await readable(name, () => entryStart(file, entry, LONGEST_HEADER));
      headers.set(array, parseNpyHeader(start, entry.size, `${name}: ${array}`));
    }
    return new NpzFile(file, name, byName, headers);
  }

  /** Refuses arrays of `rows` rows that are far larger in memory than in the file. @throws {AffektError} unreadable */
  assertPlausible(arrays: Iterable<string>, rows: number): void {
    let bytes = ROW_BYTES * rows;
    for (const array of arrays) bytes += this.#entries.get(array)!.size;
    assertPlausibleSize(bytes, this.#file.byteLength, this.#name);
  }

  /** An array of the file. @throws {AffektError} unreadable, bad-data */
  async read(array: string): Promise<NpyArray> {
    const entry = this.#entries.get(array)!;
    const bytes = await readable(this.#name, () => entryContent(this.#file, entry));
    return decodeNpy(this.headers.get(array)!, bytes, `${this.#name}: ${array}`);
  }
}

function arraysOf(entries: readonly ZipEntry[], name: string): Map<string, ZipEntry> {
  if (entries.some((entry) => entry.name === "[Content_Types].xml")) {
    throw new AffektError(
      "unsupported",
      `${name}: is a document of an office program; save the table as CSV UTF-8`,
    );
  }
  const arrays = new Map<string, ZipEntry>();
  for (const entry of entries) {
    if (!entry.name.endsWith(".npy")) continue;
    const array = entry.name.slice(0, -".npy".length);
    if (arrays.has(array)) {
      throw new AffektError("bad-data", `${name}: has two arrays of the name ${array}`);
    }
    if (entry.isEncrypted || (entry.method !== 0 && entry.method !== 8)) {
      const how = entry.isEncrypted ? "encrypted" : `compressed by method ${entry.method}`;
      throw new AffektError(
        "unsupported",
        `${name}: ${array} is ${how}; write the file by numpy.savez or numpy.savez_compressed`,
      );
    }
    arrays.set(array, entry);
  }
  return arrays;
}

/** Runs a reader of zips, whose errors say that the file is damaged. */
async function readable<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof AffektError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AffektError("unreadable", `${name}: is not a whole NPZ file (${reason})`, { cause });
  }
}
