import { fileURLToPath } from "node:url";
import { type BytesSource, readBytes, type ReadBytesOptions } from "../../bytes.ts";
import { readBytes as readFileBytes } from "./file.ts";

/** The bytes of a source, whose URL may be that of a file. @throws {AffektError} those of `readBytes`; `not-found`, `unreadable` for a file. */
export function readSource(source: BytesSource, options: ReadBytesOptions): Promise<Uint8Array> {
  const isFile = source instanceof URL && source.protocol === "file:";
  return isFile ? readFileBytes(fileURLToPath(source)) : readBytes(source, options);
}
