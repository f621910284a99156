import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { join } from "node:path";
import { AffektError } from "../../errors.ts";
import { reasonOf } from "../files/file.ts";
import { makeFolder } from "../files/folder.ts";
import { cannotWrite } from "../files/output-file.ts";
import { loadSqlite } from "../sqlite.ts";
import { isBusy, isFull, isNoDatabase } from "../studies/sqlite-error.ts";
import type { BatchResult } from "../workers/batch-job.ts";
import type { ListedRecording, UnlistedPath } from "./list-recordings.ts";

/** The layout of the tables. */
const LAYOUT = 1;

const TABLES = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA user_version = ${LAYOUT};
  CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS files (
    id INTEGER PRIMARY KEY, path TEXT UNIQUE, bytes INTEGER, state TEXT DEFAULT 'waiting', seconds REAL
  );
  CREATE TABLE IF NOT EXISTS problems (path TEXT, channel TEXT, kind TEXT, reason TEXT);
  CREATE TABLE IF NOT EXISTS predictions (
    id INTEGER PRIMARY KEY, file INTEGER, channel TEXT, start REAL, "end" REAL, emotion TEXT, sure TEXT, probabilities BLOB
  );
  CREATE TABLE IF NOT EXISTS parts (number INTEGER PRIMARY KEY, rows INTEGER, bytes INTEGER)`;

/** A recording that is not predicted yet. */
export interface WaitingRecording extends ListedRecording {
  readonly id: number;
}

/** A row that is in no part yet. */
export interface PendingRow {
  readonly path: string;
  readonly channel: string;
  readonly start: number;
  readonly end: number;
  readonly emotion: string;
  readonly sure: string;
  readonly probabilities: Float32Array;
}

/** Recordings by their state. */
export interface BatchCounts {
  readonly recordings: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** A file of rows. */
export interface BatchPart {
  readonly number: number;
  readonly rows: number;
  readonly bytes: number;
}

/** A problem of a recording. */
export interface ListedProblem {
  readonly path: string;
  readonly channel: string;
  readonly kind: string;
  readonly reason: string;
}

/**
 * The state of a batch in `batch.sqlite` of its folder: recordings, what became of them, and the rows that are in no part yet. What was
 * saved stays when the process is killed. One process has it at a time.
 */
export class BatchStore implements Disposable {
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #prepared = new Map<string, StatementSync>();

  /**
   * Opens the state in a folder, or makes both. `settings` are those of the first run.
   * @throws {AffektError} `cannot-write`, also where another process has it; `mismatch` where the folder has other settings.
   */
  constructor(folder: string, settings: Readonly<Record<string, unknown>>) {
    this.#file = join(folder, "batch.sqlite");
    try {
      makeFolder(folder);
    } catch (error) {
      throw cannotWrite(folder, error);
    }
    const { DatabaseSync } = loadSqlite();
    try {
      this.#database = new DatabaseSync(this.#file);
      this.#database.exec(TABLES);
    } catch (error) {
      throw isBusy(error) || isNoDatabase(error)
        ? new AffektError("cannot-write", `${this.#file}: ${refusal(error)}`, { cause: error })
        : cannotWrite(this.#file, error);
    }
    this.#check(folder, settings);
  }

  #check(folder: string, settings: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(settings)) {
      const text = JSON.stringify(value) ?? "null";
      this.#run("INSERT OR IGNORE INTO facts VALUES (?, ?)", name, text);
      const before = this.#get("SELECT value FROM facts WHERE name = ?", name)?.["value"];
      if (before === text) continue;
      this.close();
      throw new AffektError(
        "mismatch",
        `${folder} has predictions with another ${name} (${String(before)}, not ${text}); choose another folder`,
      );
    }
  }

  /** Adds recordings that are not known yet, and problems of paths. */
  add(listed: readonly (ListedRecording | UnlistedPath)[]): void {
    this.#transaction(() => {
      for (const one of listed) {
        if ("bytes" in one) {
          const sql = "INSERT OR IGNORE INTO files (path, bytes) VALUES (?, ?)";
          this.#run(sql, one.path, one.bytes);
        } else this.#addProblem(one.path, { kind: "failed", reason: one.reason });
      }
    });
  }

  /** Lets recordings and folders that could not be read be tried again. */
  forgetMissing(): void {
    this.#transaction(() => {
      this.#run(`DELETE FROM problems WHERE NOT EXISTS
        (SELECT 1 FROM files WHERE files.path = problems.path AND state IN ('predicted', 'failed'))`);
      this.#run("UPDATE files SET state = 'waiting' WHERE state = 'missing'");
    });
  }

  /** The recordings that wait, in the order in which they were added. */
  *waiting(): Generator<WaitingRecording> {
    let last = 0;
    for (;;) {
      const rows = this.#all(
        "SELECT id, path, bytes FROM files WHERE id > ? AND state = 'waiting' ORDER BY id LIMIT 1000",
        last,
      );
      if (rows.length === 0) return;
      for (const { id, path, bytes } of rows) {
        last = Number(id);
        yield { id: last, path: String(path), bytes: Number(bytes) };
      }
    }
  }

  /** Saves what became of a recording. */
  save({ id, path }: WaitingRecording, { state, rows, problems, ...result }: BatchResult): void {
    this.#transaction(() => {
      const sql = "UPDATE files SET state = ?, seconds = ? WHERE id = ?";
      this.#run(sql, state, result.durationSeconds, id);
      for (const problem of problems) this.#addProblem(path, problem);
      for (const { channel = "", startSeconds, endSeconds, emotion, sure, probabilities } of rows) {
        this.#run(
          "INSERT INTO predictions VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
          id,
          channel,
          startSeconds,
          endSeconds,
          emotion,
          sure === undefined ? "" : String(sure),
          new Uint8Array(probabilities.buffer, probabilities.byteOffset, probabilities.byteLength),
        );
      }
    });
  }

  /** The number of rows that are in no part. */
  get pendingCount(): number {
    return Number(this.#get("SELECT count(*) AS count FROM predictions")?.["count"]);
  }

  /** The oldest rows that are in no part. */
  *pending(limit: number): Generator<PendingRow> {
    const sql =
      "SELECT predictions.*, path FROM predictions JOIN files ON files.id = file ORDER BY predictions.id LIMIT ?";
    for (const row of this.#prepare(sql).iterate(limit)) {
      const { buffer, byteOffset, byteLength } = row["probabilities"] as Uint8Array;
      yield {
        path: String(row["path"]),
        channel: String(row["channel"]),
        start: Number(row["start"]),
        end: Number(row["end"]),
        emotion: String(row["emotion"]),
        sure: String(row["sure"]),
        probabilities: new Float32Array(buffer, byteOffset, byteLength / 4),
      };
    }
  }

  /** Notes that the oldest rows are in a part. */
  addPart({ number, rows, bytes }: BatchPart): void {
    this.#transaction(() => {
      this.#run("INSERT INTO parts VALUES (?, ?, ?)", number, rows, bytes);
      this.#run(
        "DELETE FROM predictions WHERE id IN (SELECT id FROM predictions ORDER BY id LIMIT ?)",
        rows,
      );
    });
  }

  /** The number of the last part; 0 where there is none. */
  get lastPart(): number {
    return Number(this.#get("SELECT max(number) AS number FROM parts")?.["number"] ?? 0);
  }

  /** The parts, in their order. */
  get parts(): BatchPart[] {
    return this.#all("SELECT * FROM parts ORDER BY number").map(({ number, rows, bytes }) => ({
      number: Number(number),
      rows: Number(rows),
      bytes: Number(bytes),
    }));
  }

  /** Recordings in a state. */
  count(state: BatchResult["state"] | "waiting"): BatchCounts {
    const sql =
      "SELECT count(*) AS recordings, total(bytes) AS bytes, total(seconds) AS seconds FROM files WHERE state = ?";
    const row = this.#get(sql, state)!;
    const number = (name: string): number => Number(row[name]);
    return {
      recordings: number("recordings"),
      bytes: number("bytes"),
      seconds: number("seconds"),
    };
  }

  /** The problems so far. */
  *problems(): Generator<ListedProblem> {
    for (const row of this.#prepare("SELECT * FROM problems ORDER BY rowid").iterate()) {
      const text = (name: string): string => String(row[name] ?? "");
      yield {
        path: text("path"),
        channel: text("channel"),
        kind: text("kind"),
        reason: text("reason"),
      };
    }
  }

  close(): void {
    this.#database.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #addProblem(path: string, { channel, kind, reason }: BatchResult["problems"][number]): void {
    this.#run("INSERT INTO problems VALUES (?, ?, ?, ?)", path, channel ?? null, kind, reason);
  }

  #prepare(sql: string): StatementSync {
    const prepared = this.#prepared.get(sql) ?? this.#database.prepare(sql);
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  #get(sql: string, ...values: (string | number)[]): Record<string, SQLOutputValue> | undefined {
    return this.#prepare(sql).get(...values);
  }

  #all(sql: string, ...values: (string | number)[]): Record<string, SQLOutputValue>[] {
    return this.#prepare(sql).all(...values);
  }

  #run(sql: string, ...values: (string | number | null | Uint8Array)[]): void {
    this.#prepare(sql).run(...values);
  }

  #transaction(action: () => void): void {
    try {
      this.#database.exec("BEGIN");
      action();
      this.#database.exec("COMMIT");
    } catch (error) {
      const reason = isFull(error) ? "the disk is full; what was saved before stays" : error;
      throw cannotWrite(this.#file, new Error(reasonOf(reason), { cause: error }));
    }
  }
}

function refusal(error: unknown): string {
  return isBusy(error)
    ? "another process works on this batch; wait until it ends, or stop it"
    : "it is no state of a batch; choose another folder";
}
