import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { ClipFeatures } from "../features/extract.ts";
import { columnsOf, type FeatureSet, hashOf } from "../features/sets.ts";
import { cacheFolder } from "./cache-folder.ts";
import type { ExtractedClip } from "./features-job.ts";
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
 * Where it cannot be used, `onWarning` says why and nothing is cached.
 */
export function openFeatureCache(
  set: FeatureSet,
  onWarning: (message: string) => void,
): FeatureCache {
  try {
    const folder = cacheFolder();
    mkdirSync(folder, { recursive: true });
    return new SqliteCache(new DatabaseSync(join(folder, "features.sqlite")), set, onWarning);
  } catch (error) {
    onWarning(`features are not cached: ${reasonOf(error)}`);
    return NO_CACHE;
  }
}

/** No cache at all. */
export function noFeatureCache(): FeatureCache {
  return NO_CACHE;
}

class SqliteCache implements FeatureCache {
  readonly #database: DatabaseSync;
  readonly #key: string;
  readonly #columns: number;
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  readonly #onWarning: (message: string) => void;
  #broken = false;

  constructor(database: DatabaseSync, set: FeatureSet, onWarning: (message: string) => void) {
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA busy_timeout = 5000;
      CREATE TABLE IF NOT EXISTS clips (
        bytes TEXT, features TEXT, samples TEXT, vector BLOB, facts TEXT, PRIMARY KEY (bytes, features)
      ) WITHOUT ROWID`);
    this.#database = database;
    this.#key = hashOf(set);
    this.#columns = columnsOf(set).length;
    this.#select = database.prepare(
      "SELECT samples, vector, facts FROM clips WHERE bytes = ? AND features = ?",
    );
    this.#insert = database.prepare("INSERT OR REPLACE INTO clips VALUES (?, ?, ?, ?, ?)");
    this.#onWarning = onWarning;
  }

  get(bytesHash: string): ExtractedClip | undefined {
    return this.#attempt(() => {
      const row = this.#select.get(bytesHash, this.#key);
      if (row === undefined) return undefined;
      const { samples, vector, facts } = row;
      if (!(vector instanceof Uint8Array) || vector.byteLength !== this.#columns * 4)
        return undefined;
      const rest = JSON.parse(String(facts)) as Omit<ClipFeatures, "vector">;
      return {
        ...rest,
        vector: new Float32Array(vector.slice().buffer),
        samplesHash: String(samples),
      };
    });
  }

  put(bytesHash: string, { vector, samplesHash, ...facts }: ExtractedClip): void {
    this.#attempt(() => {
      const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
      this.#insert.run(bytesHash, this.#key, samplesHash, bytes, JSON.stringify(facts));
    });
  }

  close(): void {
    this.#database.close();
  }

  // A cache that fails (a full disk, a damaged file) costs a warning and time, never the work.
  #attempt<T>(action: () => T): T | undefined {
    if (this.#broken) return undefined;
    try {
      return action();
    } catch (error) {
      this.#broken = true;
      this.#onWarning(`the cache of features is not used any more: ${reasonOf(error)}`);
      return undefined;
    }
  }
}
