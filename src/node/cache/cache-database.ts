import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Stamp } from "../../corpora/recording.ts";
import { AffektError } from "../../errors.ts";
import { cacheFolder } from "./cache-folder.ts";
import { reasonOf } from "../files/file.ts";
import { makeFolder } from "../files/folder.ts";
import { loadSqlite } from "../sqlite.ts";

/** The version of the database's layout is in its file's name, so that versions of the program do not meet in one file. */
const LAYOUT = 4;
const FILE = `features-${LAYOUT}.sqlite`;
const BYTES: Readonly<Record<string, number>> = { "": 1, KB: 1e3, MB: 1e6, GB: 1e9 };
const DEFAULT_LIMIT = "2GB";
/** An entry's last use is noted to this precision, so that runs one after the other only read. */
const USE_PRECISION = 3_600_000;

/** The contents of the feature cache. */
export interface CacheFacts {
  readonly file: string;
  /** Of the file on the disk, in bytes. */
  readonly size: number;
  /** The limit on the size of all entries, in bytes. */
  readonly limit: number;
  readonly contents: readonly {
    /** The extraction that the entries are of. */
    readonly features: string;
    readonly recordings: number;
    /** In bytes. */
    readonly size: number;
  }[];
}

/** The database of the cache folder, one SQLite file that several processes may use at once. */
export class CacheDatabase {
  readonly file: string;
  readonly #database: DatabaseSync;
  readonly #limit: number;

  /**
   * Opens or makes the database; one that is damaged is made anew, with a warning.
   * @throws {AffektError} `invalid-argument` for an invalid size limit, `cannot-write` where there can be no database.
   */
  static open(onWarning: (message: string) => void): CacheDatabase {
    const file = cacheFile();
    const limit = sizeLimit();
    try {
      makeFolder(cacheFolder());
      if (!existsSync(file)) removeOlderLayouts();
      return CacheDatabase.#openOrRenew(file, limit, onWarning);
    } catch (cause) {
      throw new AffektError("cannot-write", `cannot use ${file}: ${reasonOf(cause)}`, { cause });
    }
  }

  static #openOrRenew(
    file: string,
    limit: number,
    onWarning: (message: string) => void,
  ): CacheDatabase {
    try {
      return new CacheDatabase(file, limit);
    } catch (error) {
      if (!isDamage(error)) throw error;
      onWarning(`${file} is damaged (${reasonOf(error)}) and is made anew`);
      removeDatabase(file);
      return new CacheDatabase(file, limit);
    }
  }

  private constructor(file: string, limit: number) {
    const { DatabaseSync } = loadSqlite();
    const database = new DatabaseSync(file, { timeout: 5000 });
    try {
      database.exec(`
        PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        CREATE TABLE IF NOT EXISTS pieces (
          bytes TEXT, features TEXT, number INTEGER, content BLOB, checksum INTEGER, size INTEGER, used INTEGER,
          PRIMARY KEY (bytes, features, number)
        );
        CREATE TABLE IF NOT EXISTS files (place TEXT PRIMARY KEY, state TEXT, bytes TEXT) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS by_use ON pieces (used, size, features)`);
    } catch (error) {
      database.close();
      throw error;
    }
    this.file = file;
    this.#database = database;
    this.#limit = limit;
  }

  prepare(sql: string): StatementSync {
    return this.#database.prepare(sql);
  }

  /** Notes that recordings were of use. */
  markUsed(features: string, hashes: readonly string[]): void {
    const now = Date.now();
    const stale = this.prepare(
      "SELECT 1 FROM pieces WHERE bytes = ? AND features = ? AND used < ?",
    );
    const old = hashes.filter((bytes) => stale.get(bytes, features, now - USE_PRECISION));
    if (old.length === 0) return;
    const mark = this.prepare("UPDATE pieces SET used = ? WHERE bytes = ? AND features = ?");
    this.#transaction(() => {
      for (const bytes of old) mark.run(now, bytes, features);
    });
  }

  /** Notes which content files have, by their stamps. */
  markFiles(files: readonly { readonly stamp: Stamp; readonly bytesHash: string }[]): void {
    if (files.length === 0) return;
    const mark = this.prepare("INSERT OR REPLACE INTO files VALUES (?, ?, ?)");
    this.#transaction(() => {
      for (const { stamp, bytesHash } of files) mark.run(stamp.place, stamp.state, bytesHash);
    });
  }

  /** Throws away what has not been used for longest, where there is more than the limit allows. */
  shrink(): void {
    const total = this.prepare("SELECT total(size) AS total FROM pieces").get()?.["total"];
    if (Number(total) <= this.#limit) return;
    this.#transaction(() => {
      this.prepare(
        `DELETE FROM pieces WHERE (bytes, features) IN (
          SELECT bytes, features FROM (
            SELECT bytes, features, sum(sum(size)) OVER (ORDER BY max(used) DESC, max(rowid) DESC) AS kept FROM pieces GROUP BY bytes, features
          ) WHERE kept > ?
        )`,
      ).run(this.#limit);
      this.prepare("DELETE FROM files WHERE bytes NOT IN (SELECT bytes FROM pieces)").run();
    });
    this.#database.exec("PRAGMA incremental_vacuum");
  }

  /** Throws everything away. */
  clear(): void {
    this.#transaction(() => {
      this.prepare("DELETE FROM pieces").run();
      this.prepare("DELETE FROM files").run();
    });
    this.#database.exec("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
  }

  facts(): CacheFacts {
    const rows = this.prepare(
      "SELECT features, count(DISTINCT bytes) AS recordings, sum(size) AS size FROM pieces GROUP BY features ORDER BY features",
    ).all();
    return {
      file: this.file,
      size: sizeOnDisk(this.file),
      limit: this.#limit,
      contents: rows.map(({ features, recordings, size }) => ({
        features: String(features),
        recordings: Number(recordings),
        size: Number(size),
      })),
    };
  }

  close(): void {
    this.#database.close();
  }

  /** Closes the database and deletes its file. */
  remove(): void {
    this.close();
    removeDatabase(this.file);
  }

  #transaction(action: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      action();
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}

/** The path of the database, whether or not it exists. */
export function cacheFile(): string {
  return join(cacheFolder(), FILE);
}

/** The limit on the size of all entries, in bytes: `AFFEKT_CACHE_SIZE`, such as `500MB`; default `2GB`. @throws {AffektError} `invalid-argument` */
function sizeLimit(): number {
  const text = process.env["AFFEKT_CACHE_SIZE"] || DEFAULT_LIMIT;
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?) ?([KMG]B)?$/i.exec(text) ?? [];
  const bytes = Number(digits) * BYTES[unit.toUpperCase()]!;
  if (Number.isFinite(bytes)) return bytes;
  throw new AffektError(
    "invalid-argument",
    `AFFEKT_CACHE_SIZE: must be a size such as 500MB or 2GB, got ${JSON.stringify(text)}`,
  );
}

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** Whether an error of SQLite says that the file is not what it should be. */
export function isDamage(error: unknown): boolean {
  return (
    error instanceof Error &&
    "errcode" in error &&
    (error.errcode === SQLITE_CORRUPT || error.errcode === SQLITE_NOTADB)
  );
}

/** Removes the databases of older layouts, which nothing reads any more. */
function removeOlderLayouts(): void {
  for (let layout = 1; layout < LAYOUT; layout++) {
    removeDatabase(join(cacheFolder(), `features-${layout}.sqlite`));
  }
}

function removeDatabase(file: string): void {
  for (const part of parts(file)) rmSync(part, { force: true });
}

function sizeOnDisk(file: string): number {
  return parts(file).reduce(
    (sum, part) => sum + (statSync(part, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

function parts(file: string): string[] {
  return ["", "-wal", "-shm"].map((ending) => `${file}${ending}`);
}
