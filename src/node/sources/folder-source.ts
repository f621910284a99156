import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileReading, regularFile } from "./byte-source.ts";
import type { Problem } from "../../corpora/problem.ts";
import { fileError } from "../files/file.ts";
import { type FileName, fileNameOf } from "./file-name.ts";
import { isLabelList } from "./listed-labels.ts";
import {
  byPath,
  hasAudioExtension,
  isHidden,
  type SourceContents,
  type SourceFile,
} from "./source-contents.ts";

/**
 * The recordings in a folder and the folders below it. Links are followed, each real folder is visited once, hidden
 * names are left out; what cannot be read becomes a problem. Names need not be text.
 */
export async function openFolder(folder: string): Promise<SourceContents> {
  const files: SourceFile[] = [];
  const lists: SourceFile[] = [];
  const problems: Problem[] = [];
  const visited = new Set<string>();

  const visit = async (place: string | Buffer, path: string): Promise<void> => {
    const here = await realpath(place, "buffer");
    const key = here.toString("latin1");
    if (visited.has(key)) return;
    visited.add(key);
    const entries = (await readdir(here, { withFileTypes: true, encoding: "buffer" }))
      .map((entry) => ({ entry, name: fileNameOf(entry.name) }))
      .filter(({ name }) => !isHidden(name.text))
      .sort((a, b) => (a.name.text < b.name.text ? -1 : 1));
    for (const { entry, name } of entries) {
      const inner = path === "" ? name.text : `${path}/${name.text}`;
      try {
        const found = Buffer.concat([here, Buffer.from("/"), entry.name]);
        const target = entry.isSymbolicLink() ? await realpath(found, "buffer") : found;
        const kind = entry.isSymbolicLink() ? await stat(target) : entry;
        if (kind.isDirectory()) await visit(target, inner);
        else if (kind.isFile()) {
          const list = isLabelList(inner) ? lists : hasAudioExtension(inner) ? files : undefined;
          list?.push({ path: inner, ...fileAt(target, join(folder, inner)) });
        }
      } catch (error) {
        problems.push({ path: inner, reason: fileError(error, "it or what it links to").message });
      }
    }
  };

  await visit(folder, "");
  return { kind: "container", files: files.sort(byPath), lists, problems, close: async () => {} };
}

function fileAt(place: Buffer, shown: string): Omit<SourceFile, "path"> {
  const { text, isText }: FileName = fileNameOf(place);
  return isText
    ? { identity: text, ...fileReading(text, shown) }
    : { identity: place.toString("latin1"), ...regularFile(place, shown) };
}
