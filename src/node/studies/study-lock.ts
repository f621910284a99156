import type { DatabaseSync } from "node:sqlite";
import { AffektError } from "../../errors.ts";
import { cannotWrite } from "../files/output-file.ts";
import { loadSqlite } from "../sqlite.ts";
import { isBusy } from "./sqlite-error.ts";

/**
 * Makes this process the only one that writes a study. The lock is SQLite's on an empty file beside the study, which the system releases
 * when the process ends, however that comes about. Returns the function that releases it; undefined where another process has it.
 * @throws {AffektError} `cannot-write` where there can be no such file.
 */
export function lockStudy(file: string): (() => void) | undefined {
  const { DatabaseSync } = loadSqlite();
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(lockFileOf(file), { timeout: 0 });
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database?.close();
    if (isBusy(error)) return undefined;
    throw cannotWrite(file, error);
  }
  const held = database;
  return () => held.close();
}

/** Whether a process writes a study. */
export function isWritten(file: string): boolean {
  const unlock = lockStudy(file);
  unlock?.();
  return unlock === undefined;
}

/** The error where another process has the lock. */
export function isWrittenError(file: string): AffektError {
  return new AffektError(
    "cannot-write",
    `${file}: another process works on this study; wait until it ends, or stop it`,
  );
}

/** The file beside a study that its writer locks. */
export function lockFileOf(file: string): string {
  return `${file}-lock`;
}
