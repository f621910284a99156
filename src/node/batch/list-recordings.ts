import { realpathSync, statSync } from "node:fs";
import { opendir, stat } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { assertArgument } from "../../errors.ts";
import { fileError } from "../files/file.ts";
import { hasAudioExtension, isHidden } from "../sources/source-contents.ts";

/** A recording on disk. */
export interface ListedRecording {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
}

/** A folder or file that could not be read. */
export interface UnlistedPath {
  readonly path: string;
  readonly reason: string;
}

/** Names that are read at once. */
const NAMES_AHEAD = 1024;
/** Sources of recordings that are lists or archives of them. */
const LISTS = [".zip", ".csv", ".tsv", ".txt", ".npz", ".parquet"];

/**
 * The recordings below folders, and single ones, as the system names them: the list is never held. Links are followed, each real folder is
 * visited once, hidden names are left out.
 * @throws {AffektError} `not-found` or `unreadable` for a source; `invalid-argument` for one that is neither a folder nor a recording.
 */
export async function* listRecordings(
  sources: readonly string[],
): AsyncGenerator<ListedRecording | UnlistedPath, void, void> {
  const visited = new Set<string>();
  for (const source of sources) {
    const found = await stat(source).catch((error: unknown) => {
      throw fileError(error, source);
    });
    if (found.isDirectory()) yield* listFolder(resolve(source), visited);
    else {
      const isRecording = found.isFile() && !LISTS.includes(extname(source).toLowerCase());
      assertArgument(isRecording, `${source}: a batch takes folders and recordings`);
      yield { path: resolve(source), bytes: found.size };
    }
  }
}

async function* listFolder(
  folder: string,
  visited: Set<string>,
): AsyncGenerator<ListedRecording | UnlistedPath, void, void> {
  try {
    const real = realpathSync(folder);
    if (visited.has(real)) return;
    visited.add(real);
    for await (const { name } of await opendir(folder, { bufferSize: NAMES_AHEAD })) {
      if (isHidden(name)) continue;
      const path = join(folder, name);
      const found = listed(path);
      if (found === "folder") yield* listFolder(path, visited);
      else if (found !== undefined) yield found;
    }
  } catch (error) {
    yield { path: folder, reason: fileError(error, "it or what it links to").message };
  }
}

/** What is at a path: a recording, a folder, what cannot be read, or nothing of interest. */
function listed(path: string): ListedRecording | UnlistedPath | "folder" | undefined {
  try {
    const found = statSync(path);
    if (found.isDirectory()) return "folder";
    return found.isFile() && hasAudioExtension(path) ? { path, bytes: found.size } : undefined;
  } catch (error) {
    return { path, reason: fileError(error, "it or what it links to").message };
  }
}
