import { groupBy } from "../../group-by.ts";
import { rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { deserialize, serialize } from "node:v8";
import { AffektError } from "../../errors.ts";
import type { StoredStudy, StudyDefinition, StudyStore } from "../../tuning/store.ts";
import type { Trial, TrialReport } from "../../tuning/trial.ts";
import { reasonOf } from "../files/file.ts";
import { cannotWrite } from "../files/output-file.ts";
import { loadSqlite } from "../sqlite.ts";
import { isFull, isNoDatabase } from "./sqlite-error.ts";
import { isWrittenError, lockFileOf, lockStudy } from "./study-lock.ts";

/** SQLite's `application_id` of a study: AFST. */
const APPLICATION = 0x41465354;
/** The layout of the tables and of what they hold. */
const LAYOUT = 2;

const TABLES = `
  PRAGMA application_id = ${APPLICATION};
  PRAGMA user_version = ${LAYOUT};
  CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS searches (name TEXT PRIMARY KEY, definition TEXT);
  CREATE TABLE IF NOT EXISTS trials (
    search TEXT, number INTEGER, state TEXT, params TEXT, origin TEXT, seed INTEGER, "values" TEXT, started TEXT, ended TEXT,
    seconds REAL, worker TEXT, error TEXT, details TEXT,
    PRIMARY KEY (search, number)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS reports (
    search TEXT, number INTEGER, step INTEGER, value REAL, PRIMARY KEY (search, number, step)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS checkpoints (search TEXT, number INTEGER, content BLOB, PRIMARY KEY (search, number));
  CREATE TABLE IF NOT EXISTS outputs (name TEXT PRIMARY KEY, content BLOB)`;

type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * A study in one SQLite file: what it is of, its searches with their trials, and the outputs of its tests. One process writes it at a time;
 * any number may read it meanwhile. What was written stays when the process is killed.
 */
export class StudyFile implements Disposable {
  readonly file: string;
  readonly #database: DatabaseSync;
  readonly #unlock: () => void;

  /**
   * Opens a study to write it, or makes one.
   * @throws {AffektError} `cannot-write` where there can be no such file, or where another process writes it; `unreadable` for a file that is no study.
   */
  static open(file: string): StudyFile {
    const study = StudyFile.openUnlessWritten(file);
    if (study === undefined) throw isWrittenError(file);
    return study;
  }

  /** As `open`, but undefined where another process writes it. */
  static openUnlessWritten(file: string): StudyFile | undefined {
    if (!exists(dirname(file))) throw cannotWrite(file, missing(dirname(file)));
    const unlock = lockStudy(file);
    if (unlock === undefined) return undefined;
    try {
      if (studyExists(file)) new StudyFile(file, { readOnly: true }).close();
      const study = new StudyFile(file, { readOnly: false, unlock });
      study.#write(() =>
        study.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${TABLES}`),
      );
      return study;
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** Opens a study to read it. @throws {AffektError} `not-found`; `unreadable` for a file that is no study. */
  static read(file: string): StudyFile {
    if (!exists(file)) throw new AffektError("not-found", `${file} does not exist`);
    return new StudyFile(file, { readOnly: true });
  }

  private constructor(
    file: string,
    { readOnly, unlock = () => {} }: { readonly readOnly: boolean; readonly unlock?: () => void },
  ) {
    this.file = file;
    this.#unlock = unlock;
    const { DatabaseSync } = loadSqlite();
    try {
      this.#database = new DatabaseSync(file, { readOnly, timeout: 5000 });
    } catch (error) {
      throw readOnly ? this.#unreadable(error) : cannotWrite(file, error);
    }
    if (readOnly) this.#check();
  }

  #check(): void {
    try {
      const application = this.#number("PRAGMA application_id");
      const layout = this.#number("PRAGMA user_version");
      if (application !== APPLICATION) throw new Error("it is no study of Affekt");
      if (layout !== LAYOUT) throw new Error(`its layout is ${layout}, this version has ${LAYOUT}`);
    } catch (error) {
      this.close();
      throw this.#unreadable(isNoDatabase(error) ? new Error("it is no study of Affekt") : error);
    }
  }

  #number(pragma: string): number {
    return Number(Object.values(this.#database.prepare(pragma).get() ?? {})[0]);
  }

  /** A fact by its name; undefined if there is none. */
  fact(name: string): unknown {
    const row = this.#get("SELECT value FROM facts WHERE name = ?", name);
    return row && JSON.parse(String(row["value"]));
  }

  setFact(name: string, value: unknown): void {
    this.#run("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, JSON.stringify(value));
  }

  /** The output that was kept under a name; undefined if there is none. */
  output(name: string): unknown {
    const row = this.#get("SELECT content FROM outputs WHERE name = ?", name);
    return row && deserialize(row["content"] as Uint8Array);
  }

  /** Keeps an output, which is structured-cloneable. */
  saveOutput(name: string, content: unknown): void {
    this.#run("INSERT OR REPLACE INTO outputs VALUES (?, ?)", name, serialize(content));
  }

  /** The names of the searches, in the order in which they began. */
  get searches(): string[] {
    const rows = this.#database.prepare("SELECT name FROM searches ORDER BY rowid").all();
    return rows.map(({ name }) => String(name));
  }

  /** One search of the study as a store. */
  search(name: string): StudyStore {
    return {
      load: () => this.load(name),
      create: (definition) =>
        this.#run("INSERT INTO searches VALUES (?, ?)", name, JSON.stringify(definition)),
      saveTrial: (trial) => this.#saveTrial(name, trial),
      saveReport: (number, { step, value }) =>
        this.#run("INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?)", name, number, step, value),
      saveCheckpoint: (number, checkpoint) => {
        if (checkpoint === undefined) {
          this.#run("DELETE FROM checkpoints WHERE search = ? AND number = ?", name, number);
        } else {
          const content = serialize(checkpoint);
          this.#run("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)", name, number, content);
        }
      },
      loadCheckpoint: (number) => {
        const sql = "SELECT content FROM checkpoints WHERE search = ? AND number = ?";
        const row = this.#get(sql, name, number);
        return row && deserialize(row["content"] as Uint8Array);
      },
    };
  }

  close(): void {
    this.#database.close();
    this.#unlock();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** A search as it is now; undefined if there is none of that name. */
  load(search: string): StoredStudy | undefined {
    const row = this.#get("SELECT definition FROM searches WHERE name = ?", search);
    if (row === undefined) return undefined;
    const reports = groupBy(
      this.#all(
        "SELECT number, step, value FROM reports WHERE search = ? ORDER BY number, step",
        search,
      ),
      ({ number }) => Number(number),
    );
    const trials = this.#all("SELECT * FROM trials WHERE search = ? ORDER BY number", search);
    return {
      definition: JSON.parse(String(row["definition"])) as StudyDefinition,
      trials: trials.map((own) =>
        trialOf(own, (reports.get(Number(own["number"])) ?? []).map(reportOf)),
      ),
    };
  }

  #saveTrial(search: string, trial: Trial): void {
    const { number, state, params, origin, seed, values, started, ended, seconds, worker } = trial;
    this.#run(
      "INSERT OR REPLACE INTO trials VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      search,
      number,
      state,
      JSON.stringify(params),
      json(origin),
      seed,
      json(values),
      started,
      ended ?? null,
      seconds,
      worker ?? null,
      json(trial.error),
      json(trial.details),
    );
  }

  #get(sql: string, ...values: (string | number)[]): Row | undefined {
    return this.#database.prepare(sql).get(...values);
  }

  #all(sql: string, ...values: (string | number)[]): Row[] {
    return this.#database.prepare(sql).all(...values);
  }

  #run(sql: string, ...values: (string | number | null | Uint8Array)[]): void {
    this.#write(() => this.#database.prepare(sql).run(...values));
  }

  #write(action: () => unknown): void {
    try {
      action();
    } catch (error) {
      const reason = isFull(error)
        ? new Error("the disk is full; what was written before stays", { cause: error })
        : error;
      throw cannotWrite(this.file, reason);
    }
  }

  #unreadable(cause: unknown): AffektError {
    return new AffektError("unreadable", `${this.file}: ${reasonOf(cause)}`, { cause });
  }
}

function trialOf(row: Row, reports: readonly TrialReport[]): Trial {
  const optional = (name: string): object => (row[name] === null ? {} : { [name]: row[name] });
  const parsed = (name: string): object =>
    row[name] === null ? {} : { [name]: JSON.parse(String(row[name])) as unknown };
  return {
    number: Number(row["number"]),
    state: row["state"] as Trial["state"],
    params: JSON.parse(String(row["params"])) as Trial["params"],
    ...parsed("origin"),
    seed: Number(row["seed"]),
    ...parsed("values"),
    reports,
    started: String(row["started"]),
    ...optional("ended"),
    seconds: Number(row["seconds"]),
    ...optional("worker"),
    ...parsed("error"),
    ...parsed("details"),
  };
}

/** SQLite has no NaN: it becomes NULL. */
function reportOf({ step, value }: Row): TrialReport {
  return { step: Number(step), value: value === null ? Number.NaN : Number(value) };
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** Deletes the file of a study and what SQLite keeps beside it. @throws {AffektError} `cannot-write` where a process writes it. */
export function deleteStudy(file: string): void {
  StudyFile.read(file).close();
  const unlock = lockStudy(file);
  if (unlock === undefined) throw isWrittenError(file);
  try {
    for (const part of [file, `${file}-wal`, `${file}-shm`, `${file}-socket`, lockFileOf(file)]) {
      rmSync(part, { force: true });
    }
  } finally {
    unlock();
  }
}

/** The system's error for a folder that is not there, which the output's message explains. */
function missing(folder: string): Error {
  return Object.assign(new Error(`${folder} does not exist`), { code: "ENOENT" });
}

/** Whether there is a study, or anything else, in a file. */
export function studyExists(file: string): boolean {
  return sizeOf(file) > 0;
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
