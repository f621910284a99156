import { realpath } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { AffektError } from "../../errors.ts";
import { LARGEST_HELD } from "./byte-source.ts";
import { plainBytes, reasonOf } from "../files/file.ts";
import { fileStamp } from "../files/file-stamp.ts";
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
 * The recordings in a zip, read entry by entry where they lie; several reads may run at once until it is closed.
 * Errors: `unreadable` where the file is not a zip or is damaged.
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
  const problems: Problem[] = [];
  try {
    for (const entry of await zipEntries(file)) {
      const path = entry.fileName;
      if (path.split("/").some(isHidden) || !hasAudioExtension(path)) continue;
      if (entry.canDecodeFileData()) {
        files.push({
          path,
          identity: `${identity}/${path}`,
          stamp: () =>
            stamp && {
              place: `${identity}/${path}`,
              state: `${stamp.state} ${entry.relativeOffsetOfLocalHeader}`,
            },
          read: () => readEntry(zip, entry, file),
          content: async () =>
            entry.uncompressedSize > LARGEST_HELD
              ? entryBytes(zip, entry, file)
              : readEntry(zip, entry, file),
        });
      } else {
        const reason = entry.isEncrypted()
          ? "encrypted"
          : `compression method ${entry.compressionMethod} is not supported`;
        problems.push({ path, reason });
      }
    }
  } catch (error) {
    zip.close();
    throw new AffektError(
      "unreadable",
      `${file}: its list of contents is damaged: ${reasonOf(error)}`,
      { cause: error },
    );
  }
  return { kind: "container", files: files.sort(byPath), problems, close: async () => zip.close() };
}

async function readEntry(zip: ZipFile, entry: Entry, file: string): Promise<Uint8Array> {
  return plainBytes(await buffer(entryBytes(zip, entry, file)));
}

/** The bytes of an entry in pieces; a checksum that does not match shows after the last. */
async function* entryBytes(zip: ZipFile, entry: Entry, file: string): AsyncGenerator<Uint8Array> {
  const name = `${file}: ${entry.fileName}`;
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
