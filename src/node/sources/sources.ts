/// <reference lib="esnext.disposable" preserve="true" />
import { existsSync } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import { basename, extname, resolve } from "node:path";
import { isPlainText } from "../../audio/audio-format.ts";
import { CATALOG, stepsFor } from "../../corpora/catalog.ts";
import { labelsOfPaths, type PathLabels } from "../../corpora/identify.ts";
import { LabelMapping, type LabelOptions } from "../../corpora/label-mapping.ts";
import { labelsByPattern } from "../../corpora/pattern.ts";
import { type Problem, problemOf } from "../../corpora/problem.ts";
import type { LabelledSegment, Recording } from "../../corpora/recording.ts";
import { AffektError } from "../../errors.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import { featureSet } from "../../features/sets/sets.ts";
import type { TableData } from "../../tables/table-data.ts";
import { rowsOf } from "../../tables/table-rows.ts";
import { errnoOf, fileError } from "../files/file.ts";
import { assertNoArchive } from "./archive-kind.ts";
import { fileReading } from "./byte-source.ts";
import { corpusFile } from "./corpus-file.ts";
import { openFolder } from "./folder-source.ts";
import { readLabelLists } from "./listed-labels.ts";
import { openManifest, readManifest } from "./manifest-source.ts";
import { type PipedBytes, pipedBytes, standardInput } from "./piped-bytes.ts";
import { AUDIO_EXTENSIONS, type SourceContents, type SourceFile } from "./source-contents.ts";
import { tableRecording } from "./table-recording.ts";
import { readTableFile } from "./table-source.ts";
import { openZip } from "./zip-source.ts";

const MANIFEST_ENDINGS = [".csv", ".tsv", ".txt"];
/** Bytes of a pipe that show what comes through it. */
const PEEKED_BYTES = 64;
const ZIP_MAGIC = ["PK\x03\x04", "PK\x05\x06"];

/** The recordings of one or more sources, to be closed after use. */
export interface Sources extends AsyncDisposable {
  /** In the order of the sources, by path within each; a manifest and a feature table keep their own order. */
  readonly recordings: readonly Recording[];
  /** The feature tables among the sources, by their names. */
  readonly tables: ReadonlyMap<string, TableData>;
  /** Files that are left out or not labelled, and names that were understood in spite of a slip. */
  readonly problems: readonly Problem[];
  /** Lines about tables, labels that were mapped and recordings that were left out by their emotions. */
  readonly notes: readonly string[];
  /** Closes zips; recordings cannot be read afterwards. */
  readonly close: () => Promise<void>;
}

/** Options of `openSources`. */
export interface SourceOptions extends LabelOptions {
  /** Stops waiting for data of a pipe. */
  readonly signal?: AbortSignal | undefined;
  /** The feature set whose columns are taken from tables that do not tell theirs; default: that of a table before them. */
  readonly set?: FeatureSet | undefined;
  /** Called for a source that cannot be opened, in place of an error. */
  readonly onFailure?: ((problem: Problem) => void) | undefined;
}

/**
 * Opens sources of recordings: folders (searched recursively), zips, manifests (`.csv`, `.tsv`), feature tables, single files, one
 * recording from standard input (`-`), or the names of corpora (`ravdess`, `ravdess-song`, `ravdess-sample`). A path that exists goes
 * before a name. Labels come from the manifest, from the pattern in `labels`, or from names and folders; emotions are mapped to the
 * common vocabulary. A file that two sources share, or a source that is named twice, counts once.
 * @throws {AffektError} `not-found`, `unreadable`; `bad-data` where a source has no recordings; `invalid-argument` for `labels`.
 */
export async function openSources(
  names: readonly string[],
  { set, onFailure, signal, ...labels }: SourceOptions = {},
): Promise<Sources> {
  if (names.length === 0) {
    throw new AffektError(
      "invalid-argument",
      "no source given: name a folder, a zip, a manifest or a corpus",
    );
  }
  const mapping = new LabelMapping(labels);
  const recordings: Recording[] = [];
  const problems: Problem[] = [];
  const opened: SourceContents[] = [];
  const notes: string[] = [];
  const tables = new Map<string, TableData>();
  let knownSet = set;
  const seenSources = new Set<string>();
  const seen = new Set<string>();
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((contents) => contents.close()));
  };

  const add = async (source: string): Promise<void> => {
    const table = await readTableFile(source, knownSet);
    if (table !== undefined) {
      knownSet ??= table.set && featureSet(table.set, `${source}: its feature set`);
      tables.set(source, table);
      notes.push(...table.notes.map((note) => `${source}: ${note}`));
      recordings.push(
        ...rowsOf(table, source).flatMap((row) => mapped(tableRecording(row), mapping) ?? []),
      );
      return;
    }
    const contents = await openSource(source, labels, signal);
    opened.push(contents);
    if (contents.files.length === 0) throw noRecordings(source, contents);
    const said = contents.labels
      ? { labels: contents.labels, problems: [] }
      : await labelsOfFiles(source, contents, labels);
    problems.push(...[...contents.problems, ...said.problems].map((one) => ({ source, ...one })));
    for (const [i, { identity, ...file }] of contents.files.entries()) {
      if (seen.has(identity)) continue;
      seen.add(identity);
      const name = nameOf(source, file.path, contents);
      const recording = mapped(
        { source, ...(name !== undefined && { name }), ...file, ...said.labels[i] },
        mapping,
      );
      if (recording !== undefined) recordings.push(recording);
    }
  };

  try {
    for (const source of names) {
      const place = await realpath(source).catch(() => source);
      if (seenSources.has(place)) continue;
      seenSources.add(place);
      try {
        await add(source);
      } catch (error) {
        if (onFailure === undefined) throw error;
        onFailure({ source, ...problemOf(source, error) });
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    recordings: withDistinctPaths(recordings),
    tables,
    problems,
    notes: [...notes, ...mapping.notes()],
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Recordings with their source in front of paths that another source has, too. */
function withDistinctPaths(recordings: readonly Recording[]): Recording[] {
  const sources = new Map<string, Set<string>>();
  for (const { source, path } of recordings) {
    sources.set(path, (sources.get(path) ?? new Set()).add(source));
  }
  return recordings.map((recording) => {
    const { source, path, name = `${source}/${path}` } = recording;
    return sources.get(path)!.size > 1 ? { ...recording, path: name } : recording;
  });
}

/** The path by which a user finds a file of a source, where it is not the path within it. */
function nameOf(source: string, path: string, { kind }: SourceContents): string | undefined {
  if (kind === "file") return source;
  return kind === "container" ? `${source.replace(/\/$/, "")}/${path}` : undefined;
}

/** A recording with its emotions mapped; `undefined` where none of them is asked for. */
function mapped(recording: Recording, mapping: LabelMapping): Recording | undefined {
  const { segments } = recording;
  if (segments === undefined) return mapping.apply(recording);
  const own = segments
    .map((segment) => mapping.apply(segment))
    .filter((segment): segment is LabelledSegment => segment !== undefined);
  return own.length === 0 ? undefined : { ...recording, segments: own };
}

async function labelsOfFiles(
  source: string,
  { files, lists = [] }: SourceContents,
  { pattern }: LabelOptions,
): Promise<{ readonly labels: readonly PathLabels[]; readonly problems: readonly Problem[] }> {
  const paths = files.map(({ path }) => path);
  if (pattern !== undefined) return labelsByPattern(paths, pattern);
  // the source's own folder may be named for an emotion or a speaker, too
  const root = basename(resolve(source));
  const { labels, problems } = labelsOfPaths(paths.map((path) => `${root}/${path}`));
  const listed = await readLabelLists(lists);
  return {
    labels: labels.map((own, i) => ({ ...own, ...listed(own.corpus, `${root}/${paths[i]!}`) })),
    problems: problems.map((one) => ({ ...one, path: one.path.slice(root.length + 1) })),
  };
}

async function openSource(
  name: string,
  labels: LabelOptions,
  signal: AbortSignal | undefined,
): Promise<SourceContents> {
  if (name === "-") return openPipe("standard input", standardInput(), labels, signal);
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
  const piped = pipedBytes(name);
  if (piped !== undefined) return openPipe(name, piped, labels, signal);
  if (await isZip(name)) return openZip(name);
  await assertNoArchive(name);
  if (MANIFEST_ENDINGS.includes(extname(name).toLowerCase())) return openManifest(name, labels);
  const identity = await realpath(name);
  const file: SourceFile = { path: basename(name), identity, ...fileReading(name) };
  return { kind: "file", files: [file], problems: [], close: async () => {} };
}

/** Formats that are read out of order, by their first letters. */
const NOT_FROM_PIPES = [...ZIP_MAGIC, "PAR1"];

/** The manifest or the recording that comes through a pipe. Text is a manifest, whose paths are relative to the working folder. */
async function openPipe(
  name: string,
  { peek, read, content, once }: PipedBytes,
  labels: LabelOptions,
  signal: AbortSignal | undefined,
): Promise<SourceContents> {
  const start = await peek(PEEKED_BYTES, signal);
  if (NOT_FROM_PIPES.includes(Buffer.from(start.subarray(0, 4)).toString("latin1"))) {
    throw new AffektError(
      "unsupported",
      `${name}: a zip or a table has to be a file; save it first`,
    );
  }
  if (isPlainText(start)) {
    return readManifest(await read(signal), { ...labels, file: name, folder: "." });
  }
  const file: SourceFile = { path: name, identity: name, read, content, once };
  return { kind: "list", files: [file], problems: [], close: async () => {} };
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
  const { from } = entry;
  if (from.kind === "by hand") {
    throw new AffektError("not-found", stepsFor({ ...entry, from }));
  }
  const file = corpusFile(from);
  if (!existsSync(file)) {
    const remedy =
      from.kind === "shipped"
        ? "it comes with the repository, not with the package; affekt data get ravdess downloads the original"
        : `affekt data get ${name} downloads it`;
    throw new AffektError("not-found", `${name} is not here (looked for ${file}): ${remedy}`);
  }
  return { ...(await openZip(file)), kind: "list" };
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
    `${source} contains no recordings: looked for files ending in ${AUDIO_EXTENSIONS.join(" ")}${found}`,
  );
}
