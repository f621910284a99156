import { open } from "node:fs/promises";
import { AffektError } from "../../errors.ts";
import { fileError } from "../files/file.ts";

/** Archives and compressed files other than zip, with the bytes that they have at a place. */
const KINDS = [
  { kind: "a gzip file, such as .tar.gz", at: 0, magic: [0x1f, 0x8b] },
  { kind: "a bzip2 file, such as .tar.bz2", at: 0, magic: [0x42, 0x5a, 0x68] },
  { kind: "an xz file, such as .tar.xz", at: 0, magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { kind: "a Zstandard file, such as .tar.zst", at: 0, magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { kind: "a 7z archive", at: 0, magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { kind: "a RAR archive", at: 0, magic: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { kind: "a tar archive", at: 257, magic: [0x75, 0x73, 0x74, 0x61, 0x72] },
];

/** The kind of an archive by its first 262 bytes; `undefined` for a zip and for anything that is not an archive. */
export function archiveKind(start: Uint8Array): string | undefined {
  return KINDS.find(({ at, magic }) => magic.every((byte, i) => start[at + i] === byte))?.kind;
}

/** Refuses an archive that Affekt does not read. @throws {AffektError} unsupported. not-found, unreadable */
export async function assertNoArchive(path: string): Promise<void> {
  const start = new Uint8Array(262);
  try {
    await using file = await open(path);
    await file.read(start, 0, start.length, 0);
  } catch (error) {
    throw fileError(error, path);
  }
  const kind = archiveKind(start);
  if (kind === undefined) return;
  throw new AffektError(
    "unsupported",
    `${path} is ${kind}; unpack it and give the folder, or pack the recordings as a zip`,
  );
}
