import { AffektError } from "../errors.ts";

/** The memory that any table may take, in bytes. */
const ALWAYS = 2 ** 28;

/** The memory of a row's objects beside its values, in bytes. */
export const ROW_BYTES = 256;

/** The largest ratio of a table in memory to its file. Features of speech compress to a half or a third. */
const LARGEST_RATIO = 50;

/**
 * Refuses a compressed file that would take far more memory than a table of its size does.
 * @throws {AffektError} unreadable
 */
export function assertPlausibleSize(bytes: number, fileBytes: number, name: string): void {
  if (bytes <= ALWAYS + LARGEST_RATIO * fileBytes) return;
  const times = Math.round(bytes / fileBytes);
  throw new AffektError(
    "unreadable",
    `${name}: would take ${Math.round(bytes / 1e6)} MB in memory, ${times} times the size of the file, which no table of features does`,
  );
}
