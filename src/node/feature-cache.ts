import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import type { ExtractedClip } from "../corpora/feature-table.ts";
import type { ClipFeatures } from "../features/extract.ts";
import { columnsOf, type FeatureSet, hashOf } from "../features/sets.ts";
import { cacheFolder } from "./cache-folder.ts";
import { reasonOf } from "./file.ts";

/** Extracted features, kept by the content of the file and the feature set. */
export interface FeatureCache {
  get(bytesHash: string): ExtractedClip | undefined;
  put(bytesHash: string, clip: ExtractedClip): void;
  close(): void;
}

const NO_CACHE: FeatureCache = { get: () => undefined, put: () => {}, close: () => {} };

/**
 * The cache of a feature set, in one SQLite file of the cache folder that several processes may use at once.
 * What is damaged is made anew; where the cache cannot be used, nothing is cached. `onWarning` says so in both cases.
 */
export function openFeatureCache(
  set: FeatureSet,
  onWarning: (message: string) => void,
): FeatureCache {
  try {
    const folder = cacheFolder();
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "features.sqlite");
    try {
      return new SqliteCache(file, set, onWarning);
    } catch (error) {
      if (!isDamage(error)) throw error;
      onWarning(`${file} is damaged (${reasonOf(error)}) and is made anew`);
      removeDatabase(file);
      return new SqliteCache(file, set, onWarning);
    }
  } catch (error) {
    onWarning(`features are not cached: ${reasonOf(error)}`);
    return NO_CACHE;
  }
}

/** No cache at all. */
export function noFeatureCache(): FeatureCache {
  return NO_CACHE;
}

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** Whether an error of SQLite says that the file is not what it should be. */
function isDamage(error: unknown): boolean {
  return (
    error instanceof Error &&
    "errcode" in error &&
    (error.errcode === SQLITE_CORRUPT || error.errcode === SQLITE_NOTADB)
  );
}

function removeDatabase(file: string): void {
  for (const ending of ["", "-wal", "-shm"]) rmSync(`${file}${ending}`, { force: true });
}

class SqliteCache implements FeatureCache {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #key: string;
  readonly #columns: number;
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  readonly #onWarning: (message: string) => void;
  #broken = false;
  #damaged = false;

  constructor(file: string, set: FeatureSet, onWarning: (message: string) => void) {
    const database = new DatabaseSync(file, { timeout: 5000 });
    try {
      database.exec(`
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        CREATE TABLE IF NOT EXISTS recordings (
          bytes TEXT, features TEXT, samples TEXT, vector BLOB, facts TEXT, checksum INTEGER, PRIMARY KEY (bytes, features)
        ) WITHOUT ROWID`);
    } catch (error) {
      database.close();
      throw error;
    }
    this.#file = file;
    this.#database = database;
    this.#key = hashOf(set);
    this.#columns = columnsOf(set).length;
    this.#select = database.prepare(
      "SELECT samples, vector, facts, checksum FROM recordings WHERE bytes = ? AND features = ?",
    );
    this.#insert = database.prepare("INSERT OR REPLACE INTO recordings VALUES (?, ?, ?, ?, ?, ?)");
    this.#onWarning = onWarning;
  }

  get(bytesHash: string): ExtractedClip | undefined {
    return this.#attempt(() => {
      const row = this.#select.get(bytesHash, this.#key);
      if (row === undefined) return undefined;
      const samplesHash = String(row["samples"]);
      const facts = String(row["facts"]);
      const { vector } = row;
      if (
        !(vector instanceof Uint8Array) ||
        vector.byteLength !== this.#columns * 4 ||
        row["checksum"] !== checksumOf(vector, samplesHash, facts)
      ) {
        this.#onWarning(
          `an entry of ${this.#file} is damaged; its recording's features are extracted again`,
        );
        return undefined;
      }
      const rest = JSON.parse(facts) as Omit<ClipFeatures, "vector">;
      return { ...rest, vector: new Float32Array(vector.slice().buffer), samplesHash };
    });
  }

  put(bytesHash: string, { vector, samplesHash, ...rest }: ExtractedClip): void {
    this.#attempt(() => {
      const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
      const facts = JSON.stringify(rest);
      const checksum = checksumOf(bytes, samplesHash, facts);
      this.#insert.run(bytesHash, this.#key, samplesHash, bytes, facts, checksum);
    });
  }

  close(): void {
    this.#database.close();
    if (this.#damaged) removeDatabase(this.#file);
  }

  // A cache that fails (a full disk, a damaged file) costs a warning and time, never the work.
  #attempt<T>(action: () => T): T | undefined {
    if (this.#broken) return undefined;
    try {
      return action();
    } catch (error) {
      this.#broken = true;
      this.#damaged = isDamage(error);
      this.#onWarning(`the cache of features is not used any more: ${reasonOf(error)}`);
      return undefined;
    }
  }
}

function checksumOf(vector: Uint8Array, samplesHash: string, facts: string): number {
  return crc32(facts, crc32(samplesHash, crc32(vector)));
}
