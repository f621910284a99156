import { CORPORA } from "../../corpora/identify.ts";
import type { Labels } from "../../corpora/labels.ts";
import { type LabelList, listKey, type ListRow } from "../../corpora/schemes/label-list.ts";
import { readCsv } from "../../tables/csv/csv-reading.ts";
import type { SourceFile } from "./source-contents.ts";

/** Whether a path is that of a file which lists the labels of a corpus' recordings. */
export function isLabelList(path: string): boolean {
  return CORPORA.some(({ list }) => list?.matches(path) === true);
}

/**
 * Reads the files that list labels. The result gives those of a recording by its corpus and path.
 * @throws {AffektError} those of `readCsv`, and where a file cannot be read.
 */
export async function readLabelLists(
  files: readonly SourceFile[],
): Promise<(corpus: string | undefined, path: string) => Labels> {
  const known = new Map<
    string,
    { readonly list: LabelList; readonly labels: Map<string, Labels> }
  >();
  for (const { name, list } of CORPORA) {
    if (list === undefined) continue;
    const labels = new Map<string, Labels>();
    for (const file of files.filter(({ path }) => list.matches(path))) {
      for (const row of rowsOf(await file.read(), file.path)) {
        const read = list.read(row, file.path);
        if (read !== undefined) labels.set(...(read as [string, Labels]));
      }
    }
    known.set(name, { list, labels });
  }
  return (corpus = "", path) => {
    const own = known.get(corpus);
    return own?.labels.get(listKey(own.list, path)) ?? {};
  };
}

function rowsOf(bytes: Uint8Array, path: string): ListRow[] {
  if (path.endsWith(".csv")) {
    const { columns, rows } = readCsv(bytes, path);
    return rows.map(({ cells }) =>
      Object.fromEntries(columns.map((column, c) => [column, cells[c] ?? ""])),
    );
  }
  return new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .map((line) => ({ line }));
}
