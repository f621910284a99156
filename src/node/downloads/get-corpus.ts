import { existsSync } from "node:fs";
import { CATALOG, type CatalogEntry, downloadUrl, stepsFor } from "../../corpora/catalog.ts";
import { AffektError } from "../../errors.ts";
import { assertOptionNames } from "../../options/check.ts";
import { download, type DownloadOptions } from "./download.ts";
import { corpusFile } from "../sources/corpus-file.ts";

/** Options of `getCorpus`. */
export interface GetCorpusOptions extends Pick<DownloadOptions, "signal" | "onProgress"> {
  /** A mirror's folder instead of the original's. */
  readonly url?: string;
  /** Called before a download begins; an error of it prevents the download. Not called where the file is there already. */
  readonly onStart?: (entry: CatalogEntry) => void | Promise<void>;
}

/**
 * Downloads a corpus of the catalogue into the cache folder, unless it is there. Returns the path of its file. An interrupted download
 * resumes.
 * @throws {AffektError} `not-found` for an unknown name; `unsupported` for a corpus that has to be fetched by hand, with the steps;
 * `invalid-argument` for one that is not downloaded, and for `url`; those of `download`.
 */
export async function getCorpus(name: string, options: GetCorpusOptions = {}): Promise<string> {
  const names = { signal: true, onProgress: true, url: true, onStart: true } as const;
  assertOptionNames(options, names, "getCorpus");
  const entry = findEntry(name);
  const { from } = entry;
  const { url: mirror, onStart, ...watch } = options;
  if (from.kind === "by hand") {
    throw new AffektError("unsupported", stepsFor({ ...entry, from }));
  }
  if (from.kind === "shipped") {
    throw new AffektError(
      "invalid-argument",
      `${name} comes with the repository and is not downloaded`,
    );
  }
  const url = downloadUrl(from, mirror);
  checkUrl(url);
  const file = corpusFile(from);
  if (existsSync(file)) return file;
  await onStart?.(entry);
  const { size, md5 } = from;
  await download({
    ...watch,
    url,
    file,
    ...(size !== undefined && { size }),
    ...(md5 !== undefined && { md5 }),
  });
  return file;
}

function checkUrl(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : "";
  if (["http:", "https:"].includes(protocol)) return;
  throw new AffektError(
    "invalid-argument",
    `url: must be the address of a folder, such as https://example.org/ravdess, got ${url}`,
  );
}

function findEntry(name: string): CatalogEntry {
  const entry = CATALOG.find((one) => one.name === name);
  if (entry !== undefined) return entry;
  const names = CATALOG.map((one) => one.name).join(", ");
  throw new AffektError("not-found", `unknown corpus ${name}; known are ${names}`);
}
