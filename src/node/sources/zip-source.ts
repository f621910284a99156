import { realpath } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { type Entry, openPromise, validateFileName, type ZipFile } from "yauzl";
import { AffektError } from "../../errors.ts";
import { LARGEST_HELD } from "./byte-source.ts";
import { plainBytes, reasonOf } from "../files/file.ts";
import { fileStamp } from "../files/file-stamp.ts";
import { isLabelList } from "./listed-labels.ts";
import {
  byPath,
  hasAudioExtension,
  isHidden,
  type SourceContents,
  type SourceFile,
} from "./source-contents.ts";
import type { Problem } from "../../corpora/problem.ts";
import { zipEntries } from "./zip-entries.ts";

/**
 * The recordings in a zip, read entry by entry where they are. Several reads may run at once until it is closed. Entries that cannot be read become problems.
 * @throws {AffektError} unreadable: where the file is not a zip or its directory is damaged
 */
export async function openZip(file: string): Promise<SourceContents> {
  const stamp = fileStamp(file);
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false }).catch(
    (error: unknown) => {
      throw new AffektError("unreadable", `${file} is not a readable zip: ${reasonOf(error)}`, {
        cause: error,
      });
    },
  );
  const identity = await realpath(file);
  const files: SourceFile[] = [];
  const lists: SourceFile[] = [];
  const problems: Problem[] = [];
  try {
    const first = new Map<string, Entry>();
    for (const { entry, path, overlaps } of await zipEntries(file)) {
      if (!isWanted(path)) continue;
      const reason =
        reasonAgainst(entry, path) ??
        (overlaps ? "it overlaps another entry" : undefined) ??
        reasonAgainstSecond(entry, first.get(path));
      if (reason !== undefined) {
        problems.push({ path, reason });
        continue;
      }
      first.set(path, entry);
      const name = `${file}: ${path}`;
      const found = isLabelList(path) ? lists : files;
      found.push({
        path,
        identity: `${identity}/${path}`,
        stamp: () =>
          stamp && {
            place: `${identity}/${path}`,
            state: `${stamp.state} ${entry.relativeOffsetOfLocalHeader}`,
          },
        read: () => readEntry(zip, entry, name),
        content: async () =>
          entry.uncompressedSize > LARGEST_HELD
            ? entryBytes(zip, entry, name)
            : readEntry(zip, entry, name),
      });
    }
  } catch (error) {
    zip.close();
    throw new AffektError(
      "unreadable",
      `${file}: its list of contents is damaged: ${reasonOf(error)}`,
      { cause: error },
    );
  }
  return {
    kind: "container",
    files: files.sort(byPath),
    lists,
    problems,
    close: async () => zip.close(),
  };
}

function isWanted(path: string): boolean {
  if (path.endsWith("/") || !(hasAudioExtension(path) || isLabelList(path))) return false;
  return validateFileName(path) !== null || !path.split("/").some(isHidden);
}

/** Why an entry is not read, if so. */
function reasonAgainst(entry: Entry, path: string): string | undefined {
  if (validateFileName(path) !== null) return "its path leads out of the zip";
  if (entry.isEncrypted()) return "encrypted";
  if (!entry.canDecodeFileData()) {
    return `compression method ${entry.compressionMethod} is not supported`;
  }
  const mode = entry.externalFileAttributes >>> 16;
  return (mode & 0o170000) === 0o120000 ? "it is a link" : undefined;
}

function reasonAgainstSecond(entry: Entry, first: Entry | undefined): string | undefined {
  if (first === undefined) return undefined;
  const isSame = entry.crc32 === first.crc32 && entry.uncompressedSize === first.uncompressedSize;
  return `it is in the zip again, with ${isSame ? "the same" : "another"} content; the first is read`;
}

async function readEntry(zip: ZipFile, entry: Entry, name: string): Promise<Uint8Array> {
  return plainBytes(await buffer(entryBytes(zip, entry, name)));
}

/** The bytes of an entry in pieces; a checksum that does not match shows after the last. */
async function* entryBytes(zip: ZipFile, entry: Entry, name: string): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      const bytes = plainBytes(piece as Buffer);
      checksum = crc32(bytes, checksum);
      yield bytes;
    }
  } catch (error) {
    throw new AffektError("unreadable", `${name}: ${reasonOf(error)}`, { cause: error });
  }
  if (checksum !== entry.crc32) {
    throw new AffektError("unreadable", `${name}: damaged, its checksum does not match`);
  }
}
