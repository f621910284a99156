import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileReading } from "./byte-source.ts";
import type { Problem } from "../../corpora/problem.ts";
import { fileError } from "../files/file.ts";
import {
  byPath,
  hasAudioExtension,
  isHidden,
  type SourceContents,
  type SourceFile,
} from "./source-contents.ts";

/**
 * The recordings in a folder and the folders below it. Links are followed, each real folder is visited once, hidden
 * names are left out; what cannot be read becomes a problem.
 */
export async function openFolder(folder: string): Promise<SourceContents> {
  const files: SourceFile[] = [];
  const problems: Problem[] = [];
  const visited = new Set<string>();

  const visit = async (path: string): Promise<void> => {
    const here = await realpath(join(folder, path));
    if (visited.has(here)) return;
    visited.add(here);
    const entries = (await readdir(here, { withFileTypes: true })).filter(
      ({ name }) => !isHidden(name),
    );
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      try {
        const identity = entry.isSymbolicLink()
          ? await realpath(join(here, entry.name))
          : join(here, entry.name);
        const kind = entry.isSymbolicLink() ? await stat(identity) : entry;
        if (kind.isDirectory()) await visit(inner);
        else if (kind.isFile() && hasAudioExtension(inner)) {
          files.push({
            path: inner,
            identity,
            ...fileReading(identity, join(folder, inner)),
          });
        }
      } catch (error) {
        problems.push({ path: inner, reason: fileError(error, "it or what it links to").message });
      }
    }
  };

  await visit("");
  return { kind: "container", files: files.sort(byPath), problems, close: async () => {} };
}
