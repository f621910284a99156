import { readdir, realpath } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { LabelOptions } from "../../corpora/label-mapping.ts";
import { LABEL_NAMES, type Labels, sexFromWord } from "../../corpora/labels.ts";
import type { Problem } from "../../corpora/problem.ts";
import type { LabelledSegment } from "../../corpora/recording.ts";
import { AffektError } from "../../errors.ts";
import { INDEX_COLUMN } from "../../tables/column-plan.ts";
import { readCsv } from "../../tables/csv/csv-reading.ts";
import { secondsOf } from "../../tables/seconds.ts";
import { readBytes } from "../files/file.ts";
import { fileReading } from "./byte-source.ts";
import { type ColumnPlaces, type ManifestColumn, placeColumns } from "./manifest-columns.ts";
import type { SourceContents, SourceFile } from "./source-contents.ts";

/** A row of a manifest. */
interface Row extends Labels {
  readonly line: number;
  readonly path: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly segment: Pick<LabelledSegment, "startSeconds" | "endSeconds"> | undefined;
}

/** Words for a value that is not there, as pandas and R write them. */
const MISSING = ["", "nan", "na", "n/a", "none", "null", "<na>"];

/**
 * The recordings that a CSV file lists: a column of paths, relative to the CSV file, and columns of labels, by their usual names in any
 * case or as `columns` maps them; others are kept. With `start` and `end`, in seconds or as `0 days 00:00:01.5`, a row is a segment of its
 * recording. A path with `\` is read as one with `/` where no file has that very name. A listed file that is not there is an error
 * once it is read.
 * @throws {AffektError} those of `readCsv`; `bad-data` naming line and column; `not-found` where none of the files are there.
 */
export async function openManifest(
  file: string,
  labels: LabelOptions = {},
): Promise<SourceContents> {
  return readManifest(await readBytes(file), { ...labels, file, folder: dirname(file) });
}

/** The name of a manifest for messages, and the folder that its paths are relative to. */
interface ManifestPlace {
  readonly file: string;
  readonly folder: string;
}

/**
 * The recordings that a manifest lists, by its bytes.
 * @throws {AffektError} as `openManifest`.
 */
export async function readManifest(
  bytes: Uint8Array,
  { file, folder, columns: mapped = {} }: ManifestPlace & LabelOptions,
): Promise<SourceContents> {
  const { columns, rows } = readCsv(bytes, file);
  const places = placeColumns(columns, mapped, file);
  if (rows.length === 0) {
    throw new AffektError(
      "bad-data",
      `${file} has a header but no rows; a manifest lists one clip a row`,
    );
  }
  const problems: Problem[] = [];
  if (!places.has("emotion")) {
    const reason = `has no column of emotions (found: ${columns.join(", ")}); map it: --columns emotion=NAME`;
    problems.push({ path: basename(file), reason });
  }
  const byFile = new Map<string, { readonly found: FoundFile; readonly rows: Row[] }>();
  for (const { line, cells } of rows) {
    const row = readRow({ line, cells, columns, places, file, problems });
    const found = await findFile(folder, row.path);
    const known = byFile.get(found.identity);
    if (known === undefined) byFile.set(found.identity, { found, rows: [row] });
    else known.rows.push(row);
  }
  const all = [...byFile.values()];
  const missing = all.filter(({ found }) => !found.exists).length;
  if (missing === all.length) {
    const [{ found, rows: own }] = all as [(typeof all)[number]];
    const { line } = own[0]!;
    const { path } = found;
    throw new AffektError(
      "not-found",
      `${file}: none of its ${missing} files exist, the first being line ${line}, column path: ${path}; ${await hintFor(folder, path)}`,
    );
  }
  const entries = all.map(({ found, rows: own }) => entryOf(file, found, own, problems));
  return {
    kind: "list",
    files: entries.map(({ source }) => source),
    labels: entries.map(({ labels }) => labels),
    problems,
    close: async () => {},
  };
}

interface RowInput {
  readonly line: number;
  readonly cells: readonly string[];
  readonly columns: readonly string[];
  readonly places: ColumnPlaces;
  readonly file: string;
  readonly problems: Problem[];
}

function readRow({ line, cells, columns, places, file, problems }: RowInput): Row {
  const at = `${file} line ${line}`;
  const cell = (column: ManifestColumn): string | undefined => {
    const place = places.get(column);
    const text = place === undefined ? undefined : clean(cells[place]);
    return text === undefined || MISSING.includes(text.toLowerCase()) ? undefined : text;
  };
  const path = cell("path");
  if (path === undefined) throw new AffektError("bad-data", `${at}: column path is empty`);
  if (places.has("emotion") && cell("emotion") === undefined) {
    problems.push({ path, reason: `line ${line}: column emotion is empty` });
  }
  const sexWord = cell("sex");
  const sex = sexWord === undefined ? undefined : sexFromWord(sexWord);
  if (sexWord !== undefined && sex === undefined) {
    const reason = `line ${line}: column sex is ${JSON.stringify(sexWord)}, not female or male`;
    problems.push({ path, reason });
  }
  const labels = LABEL_NAMES.flatMap((name): [string, string][] => {
    const value = name === "sex" ? sex : cell(name);
    return value === undefined ? [] : [[name, value]];
  });
  const understood = new Set(places.values());
  const further = columns.flatMap((name, i): [string, string][] =>
    understood.has(i) || INDEX_COLUMN.test(name) ? [] : [[name, cells[i] ?? ""]],
  );
  return {
    line,
    path,
    ...(Object.fromEntries(labels) as Labels),
    columns: Object.fromEntries(further),
    segment: segmentOf(cell("start"), cell("end"), at),
  };
}

/** Without blanks of any kind at the ends. */
function clean(text = ""): string {
  return text.replace(/^[\s\u00a0\ufeff]+|[\s\u00a0\ufeff]+$/g, "");
}

function segmentOf(start: string | undefined, end: string | undefined, at: string): Row["segment"] {
  if (start === undefined && end === undefined) return undefined;
  const startSeconds = start === undefined ? 0 : secondsOf(start);
  const endSeconds = end === undefined || /^nat$/i.test(end) ? Infinity : secondsOf(end);
  for (const [column, text, seconds] of [
    ["start", start, startSeconds],
    ["end", end, endSeconds],
  ] as const) {
    if (seconds >= 0) continue;
    throw new AffektError(
      "bad-data",
      `${at}: column ${column} must be seconds from 0, got ${JSON.stringify(text)}`,
    );
  }
  if (endSeconds > startSeconds) return { startSeconds, endSeconds };
  throw new AffektError(
    "bad-data",
    `${at}: its end (${end}) must be later than its start (${start ?? 0})`,
  );
}

function entryOf(
  manifest: string,
  { path, target, identity }: FoundFile,
  rows: readonly Row[],
  problems: Problem[],
): { readonly source: SourceFile; readonly labels: Labels } {
  const [first] = rows as readonly [Row, ...Row[]];
  const at = `${manifest} line ${first.line}, column path: ${path}`;
  const bytes = { path, identity, ...fileReading(target, at) };
  if (first.segment !== undefined || rows.some(({ segment }) => segment !== undefined)) {
    const segments = rows.map((row): LabelledSegment => ({
      ...labelsIn(row),
      columns: row.columns,
      ...(row.segment ?? { startSeconds: 0, endSeconds: Infinity }),
    }));
    return { source: { ...bytes, segments }, labels: {} };
  }
  for (const again of rows.slice(1)) {
    const reason = `listed again in line ${again.line}${difference(again, first)}`;
    problems.push({ path: again.path, reason });
  }
  return { source: { ...bytes, columns: first.columns }, labels: labelsIn(first) };
}

function labelsIn(row: Row): Labels {
  return Object.fromEntries(
    LABEL_NAMES.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])),
  );
}

/** The labels in which a row differs from an earlier one, as the end of a sentence; empty where they agree. */
function difference(again: Labels, before: Labels): string {
  const names = LABEL_NAMES.filter((name) => again[name] !== before[name]);
  const said = (labels: Labels): string =>
    names
      .map((name) => {
        const value = labels[name];
        if (value === undefined) return `no ${name}`;
        return name === "emotion" ? value : `${name} ${value}`;
      })
      .join(", ");
  return names.length === 0 ? "" : ` as ${said(again)}, before as ${said(before)}`;
}

interface FoundFile {
  readonly path: string;
  readonly target: string;
  readonly identity: string;
  readonly exists: boolean;
}

/** The file of a path as a manifest writes it, in whichever Unicode form its name has. */
async function findFile(folder: string, written: string): Promise<FoundFile> {
  const slashed = written.replaceAll("\\", "/");
  for (const path of new Set([written, slashed])) {
    for (const name of new Set([path, path.normalize("NFC"), path.normalize("NFD")])) {
      const target = resolve(folder, name);
      const identity = await realpath(target).catch(() => undefined);
      if (identity !== undefined) return { path, target, identity, exists: true };
    }
  }
  const target = resolve(folder, slashed);
  return { path: slashed, target, identity: target, exists: false };
}

/** The advice in a message about a path that does not exist. */
async function hintFor(folder: string, path: string): Promise<string> {
  if (/^[A-Za-z]:\//.test(path) || path.startsWith("//")) {
    return "it is the path of a Windows machine; make the paths relative to the manifest";
  }
  const place = resolve(folder, path);
  const names = await readdir(dirname(place)).catch(() => []);
  const similar = names.find((name) => name.toLowerCase() === basename(place).toLowerCase());
  return similar === undefined
    ? "paths are relative to the manifest"
    : `there is ${similar}, whose name differs in case`;
}
