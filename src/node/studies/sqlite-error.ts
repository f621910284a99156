const BUSY = 5;
const FULL = 13;
const NOT_A_DATABASE = 26;
const CORRUPT = 11;

/** SQLite's primary code of an error; undefined for another error. */
function codeOf(error: unknown): number | undefined {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode & 0xff
    : undefined;
}

/** Whether another process has the database. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === BUSY;
}

/** Whether the disk has no room. */
export function isFull(error: unknown): boolean {
  return codeOf(error) === FULL;
}

/** Whether the file is no database, or a damaged one. */
export function isNoDatabase(error: unknown): boolean {
  const code = codeOf(error);
  return code === NOT_A_DATABASE || code === CORRUPT;
}
