import { existsSync } from "node:fs";
import { access, constants, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { AffektError } from "../errors.ts";
import { errnoOf, reasonOf } from "./file.ts";

/**
 * Writes a file as a whole: to a temporary name beside it, then renamed, so that the old file or the new one is there at any time.
 * A link stays one; a pipe or device, such as `/dev/stdout`, is written to. Errors: `cannot-write`.
 */
export async function writeOutputFile(file: string, content: string | Uint8Array): Promise<void> {
  try {
    const existing = await stat(file).catch(() => undefined);
    if (existing !== undefined && !existing.isFile()) await writeFile(file, content);
    else await replaceFile(existing ? await realpath(file) : file, content);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const partial = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(partial, content);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Makes sure, before long work, that a file can be written: its folder exists and lets itself be written. Errors: `cannot-write`. */
export async function checkOutputFile(file: string): Promise<void> {
  try {
    const path = resolve(file);
    const existing = await stat(path).catch(() => undefined);
    if (existing?.isDirectory()) throw new Error("it is a folder");
    // the dot tells a file in the folder's place from a folder without permission
    await access(`${dirname(path)}/.`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw cannotWrite(file || '""', error);
  }
}

function cannotWrite(file: string, cause: unknown): AffektError {
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
