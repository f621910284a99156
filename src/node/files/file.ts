import type { PathLike } from "node:fs";
import { readFile } from "node:fs/promises";
import { AffektError } from "../../errors.ts";

/** The bytes of a file. @throws {AffektError} `not-found` or `unreadable`; `name` is what the message calls the file. */
export async function readBytes(path: PathLike, name = String(path)): Promise<Uint8Array> {
  try {
    return plainBytes(await readFile(path));
  } catch (error) {
    throw fileError(error, name);
  }
}

/** The same bytes as a plain Uint8Array: a Buffer's `slice` does not copy, which code for every platform relies on. */
export function plainBytes({ buffer, byteOffset, byteLength }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The error for a file or folder that the system did not let read. */
export function fileError(cause: unknown, name: string): AffektError {
  const code = errnoOf(cause);
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new AffektError("not-found", `${name} does not exist`, { cause });
  }
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "no permission to read it",
    EPERM: "no permission to read it",
    EISDIR: "it is a folder, not a file",
  };
  return new AffektError("unreadable", `${name}: ${reasons[code ?? ""] ?? reasonOf(cause)}`, {
    cause,
  });
}

/** The system's code of an error, such as `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

/** The message of an error. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
