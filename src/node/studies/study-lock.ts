import type { DatabaseSync } from "node:sqlite";
import { AffektError } from "../../errors.ts";
import { cannotWrite } from "../files/output-file.ts";
import { loadSqlite } from "../sqlite.ts";
import { isBusy } from "./sqlite-error.ts";

/**
 * Makes this process the only one that writes a study. The lock is SQLite's on an empty file beside the study, which the system releases
 * when the process ends, however that comes about. Returns the function that releases it.
 * @throws {AffektError} `cannot-write` where another process has it.
 */
export function lockStudy(file: string): () => void {
  const { DatabaseSync } = loadSqlite();
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(lockFileOf(file), { timeout: 0 });
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database?.close();
    if (!isBusy(error)) throw cannotWrite(file, error);
    throw new AffektError(
      "cannot-write",
      `${file}: another process works on this study; wait until it ends, or stop it`,
      { cause: error },
    );
  }
  const held = database;
  return () => held.close();
}

/** The file beside a study that its writer locks. */
export function lockFileOf(file: string): string {
  return `${file}-lock`;
}
