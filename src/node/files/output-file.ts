import { existsSync } from "node:fs";
import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { AffektError } from "../../errors.ts";
import { errnoOf, reasonOf } from "./file.ts";
import { temporaryNameBeside } from "./stale-files.ts";

/** Text or bytes, at once or in parts that are asked for one after the other. */
export type OutputContent = string | Uint8Array | Iterable<string | Uint8Array>;

/**
 * Writes a file as a whole: to a temporary name beside it, then renamed, so that the old file or the new one is there at any time.
 * A link stays one; a pipe or device, such as `/dev/stdout`, is written to. @throws {AffektError} `cannot-write`.
 */
export async function writeOutputFile(file: string, content: OutputContent): Promise<void> {
  try {
    const place = await placeOf(file);
    if (place === undefined) await writeFile(file, content);
    else await replaceFile(place, content);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** The real path of an output; `undefined` for a pipe or device. */
async function placeOf(file: string): Promise<string | undefined> {
  const existing = await stat(file).catch(() => undefined);
  if (existing === undefined) return file;
  return existing.isFile() ? realpath(file) : undefined;
}

/** The name of a temporary file for an output: beside it, or in the system's folder for temporary files if there is none. */
export async function temporaryName(file: string | undefined): Promise<string> {
  const place = file === undefined ? undefined : await placeOf(file);
  return temporaryNameBeside(place ?? join(tmpdir(), "affekt"));
}

async function replaceFile(file: string, content: OutputContent): Promise<void> {
  const partial = await temporaryName(file);
  try {
    await writeFile(partial, content);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** The error for a file that could not be written. */
export function cannotWrite(file: string, cause: unknown): AffektError {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: existsSync(dirname(file))
      ? `no file can be made in ${dirname(file)}`
      : `the folder ${dirname(file)} does not exist; make it first`,
    ENOTDIR: `${dirname(file)} is not a folder`,
    EACCES: `no permission to write in ${dirname(file)}`,
    EPERM: `no permission to write in ${dirname(file)}`,
    EROFS: `${dirname(file)} is read-only`,
    ENOSPC: "the disk is full",
  };
  const reason = reasons[errnoOf(cause) ?? ""] ?? reasonOf(cause);
  return new AffektError("cannot-write", `cannot write ${file}: ${reason}`, { cause });
}
