import { existsSync } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { CATALOG, type CatalogEntry } from "../../corpora/catalog.ts";
import { identifyCorpus } from "../../corpora/identify.ts";
import type { Recording, SourceProblem } from "../../corpora/recording.ts";
import { AffektError } from "../../errors.ts";
import { corporaFolder } from "../cache/cache-folder.ts";
import { fileReading, standardInputFile } from "./byte-source.ts";
import { errnoOf, fileError } from "../files/file.ts";
import { openFolder } from "./folder-source.ts";
import { openManifest } from "./manifest-source.ts";
import { AUDIO_EXTENSIONS, type SourceContents, type SourceFile } from "./source-contents.ts";
import { openZip } from "./zip-source.ts";

const ZIP_MAGIC = ["PK\x03\x04", "PK\x05\x06"];

export type { SourceProblem } from "../../corpora/recording.ts";

/** The recordings of one or more sources, to be closed after use. */
export interface Sources {
  /** In the order of the sources, by path within each; a manifest keeps its own order. */
  readonly recordings: readonly Recording[];
  /** Files that are left out or not labelled, and names that were understood in spite of a slip. */
  readonly problems: readonly SourceProblem[];
  /** Closes zips; recordings cannot be read afterwards. */
  readonly close: () => Promise<void>;
}

/**
 * Opens sources of recordings: folders (searched recursively), zips, manifests (`.csv`), single files, one recording from standard
 * input (`-`), or the names of corpora (`ravdess`, `ravdess-song`, `ravdess-sample`); a path that exists goes before a name. Recordings get their
 * labels from the manifest or from their names. A file that two sources share is kept for the first.
 * Errors: `not-found`, `unreadable`, `bad-data` where a source has no recordings.
 */
export async function openSources(names: readonly string[]): Promise<Sources> {
  if (names.length === 0)
    throw new AffektError(
      "invalid-argument",
      "no source given: name a folder, a zip, a manifest or a corpus",
    );
  const recordings: Recording[] = [];
  const problems: SourceProblem[] = [];
  const opened: SourceContents[] = [];
  const seen = new Set<string>();
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((contents) => contents.close()));
  };
  try {
    for (const source of names) {
      const contents = await openSource(source);
      opened.push(contents);
      problems.push(...contents.problems.map((problem) => ({ source, ...problem })));
      if (contents.files.length === 0) throw noRecordings(source, contents);
      const named = contents.labels
        ? { labels: contents.labels, problems: [] }
        : identifyCorpus(contents.files.map(({ path }) => path));
      problems.push(...named.problems.map((problem) => ({ source, ...problem })));
      for (const [i, { identity, ...file }] of contents.files.entries()) {
        if (!seen.has(identity)) recordings.push({ source, ...file, ...named.labels[i] });
        seen.add(identity);
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { recordings, problems, close };
}

async function openSource(name: string): Promise<SourceContents> {
  if (name === "-") return openStandardInput();
  const found = await stat(name).catch((error: unknown) => {
    if (["ENOENT", "ENOTDIR"].includes(errnoOf(error) ?? "")) return undefined;
    throw fileError(error, name);
  });
  if (found === undefined) return openCorpus(name);
  if (found.isDirectory()) {
    return openFolder(name).catch((error: unknown) => {
      throw fileError(error, name);
    });
  }
  // a pipe gives its bytes once, and a device may have no end
  const isFile = found.isFile();
  if (isFile && (await isZip(name))) return openZip(name);
  if (isFile && extname(name).toLowerCase() === ".csv") return openManifest(name);
  const file = {
    path: basename(name),
    identity: isFile ? await realpath(name) : resolve(name),
    ...fileReading(name),
  };
  return { files: [file], problems: [], close: async () => {} };
}

function openStandardInput(): SourceContents {
  const file: SourceFile = { ...standardInputFile(), identity: "-" };
  return { files: [file], problems: [], close: async () => {} };
}

async function openCorpus(name: string): Promise<SourceContents> {
  const entry = CATALOG.find((one) => one.name === name);
  if (entry === undefined) {
    const corpora = CATALOG.map((one) => one.name).join(", ");
    throw new AffektError(
      "not-found",
      `${name} is not a folder, zip, manifest or audio file (looked for ${resolve(name)}), nor one of the corpora ${corpora}`,
    );
  }
  const file = corpusFile(entry);
  if (!existsSync(file)) {
    const remedy =
      entry.url === undefined
        ? "it comes with the repository, not with the package; affekt data get ravdess downloads the original"
        : `affekt data get ${name} downloads it`;
    throw new AffektError("not-found", `${name} is not here (looked for ${file}): ${remedy}`);
  }
  return openZip(file);
}

/** Where a corpus' file is, or will be once it is downloaded. */
export function corpusFile({ url, file }: CatalogEntry): string {
  return url === undefined
    ? fileURLToPath(new URL(`../../../samples/${file}`, import.meta.url))
    : join(corporaFolder(), file);
}

async function isZip(file: string): Promise<boolean> {
  try {
    const handle = await open(file);
    try {
      const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
      return ZIP_MAGIC.includes(buffer.toString("latin1"));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(error, file);
  }
}

function noRecordings(source: string, { problems }: SourceContents): AffektError {
  const found =
    problems.length > 0
      ? `; ${problems.length} could not be read, the first: ${problems[0]!.path}: ${problems[0]!.reason}`
      : "";
  return new AffektError(
    "bad-data",
    `${source} holds no recordings: looked for files ending in ${AUDIO_EXTENSIONS.join(" ")}${found}`,
  );
}
