import type * as Sqlite from "node:sqlite";
import { AffektError } from "../errors.ts";

/**
 * The module `node:sqlite`, loaded when it is needed, because Node before 22.13 lacks it.
 * @throws {AffektError} `unsupported` where it is missing.
 */
export function loadSqlite(): typeof Sqlite {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {}; // Node 22 and 23 call the module experimental
  try {
    const found: typeof Sqlite | undefined = process.getBuiltinModule("node:sqlite");
    if (found !== undefined) return found;
  } finally {
    process.emitWarning = emitWarning;
  }
  throw new AffektError(
    "unsupported",
    `SQLite is missing: it needs Node 22.13 or newer, this is ${process.versions.node}`,
  );
}
