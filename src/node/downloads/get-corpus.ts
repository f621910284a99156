import { existsSync } from "node:fs";
import { CATALOG, type CatalogEntry, downloadUrl } from "../../corpora/catalog.ts";
import { AffektError } from "../../errors.ts";
import { download, type DownloadOptions } from "./download.ts";
import { corpusFile } from "../sources/sources.ts";

/** How a corpus is fetched. */
export interface GetCorpusOptions extends Pick<DownloadOptions, "signal" | "onProgress"> {
  /** A mirror's folder instead of the original's. */
  readonly url?: string;
  /** Called before a download begins, not where the file is there already. */
  readonly onStart?: (entry: CatalogEntry) => void;
}

/**
 * Downloads a corpus of the catalogue into the cache folder, unless it is there, and says where its file is. What broke off goes on where it stopped.
 * Errors: `not-found` for an unknown name, `invalid-argument` for what is not downloaded, and those of `download`.
 */
export async function getCorpus(name: string, options: GetCorpusOptions = {}): Promise<string> {
  const entry = findEntry(name);
  const { url: base, onStart, ...watch } = options;
  const file = corpusFile(entry);
  const url = downloadUrl(entry, base);
  if (url === undefined) {
    throw new AffektError(
      "invalid-argument",
      `${name} comes with the repository and is not downloaded`,
    );
  }
  if (existsSync(file)) return file;
  onStart?.(entry);
  const { size, md5 } = entry;
  await download({
    ...watch,
    url,
    file,
    ...(size !== undefined && { size }),
    ...(md5 !== undefined && { md5 }),
  });
  return file;
}

function findEntry(name: string): CatalogEntry {
  const entry = CATALOG.find((one) => one.name === name);
  if (entry !== undefined) return entry;
  const names = CATALOG.map((one) => one.name).join(", ");
  throw new AffektError("not-found", `there is no corpus ${name} to download; there are ${names}`);
}
