import { realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { csvParseRows } from "d3-dsv";
import type { Labels, Sex } from "../../corpora/recording.ts";
import { AffektError } from "../../errors.ts";
import { fileReading } from "./byte-source.ts";
import { readBytes } from "../files/file.ts";
import type { PathProblem, SourceContents, SourceFile } from "./source-contents.ts";

const LABEL_COLUMNS = ["corpus", "emotion", "speaker", "intensity", "statement"] as const;
const UNDERSTOOD: ReadonlySet<string> = new Set(["path", "sex", ...LABEL_COLUMNS]);

/**
 * The recordings that a CSV file lists: columns `path` (relative to the CSV file) and `emotion`, `speaker` where known;
 * `corpus`, `sex`, `intensity` and `statement` are understood, further columns kept. Emotions and speakers may be empty.
 * A path with `\` is read as one with `/` where no file has that very name. A listed file that is not there is an error
 * once it is read; one that is listed again is a problem.
 * Errors: `bad-data` naming line and column, or where there are no rows; `not-found` where none of the files are there.
 */
export async function openManifest(file: string): Promise<SourceContents> {
  const [header, ...rows] = parseRows(await readBytes(file), file);
  if (header === undefined)
    throw new AffektError(
      "bad-data",
      `${file} is empty; a manifest begins with path,emotion,speaker`,
    );
  const columns = header.cells.map((name) => name.trim());
  checkColumns(columns, file);
  if (rows.length === 0)
    throw new AffektError(
      "bad-data",
      `${file} has a header but no rows; a manifest lists one recording a row`,
    );

  const files: SourceFile[] = [];
  const labels: Labels[] = [];
  const problems: PathProblem[] = [];
  const first = new Map<string, Labels>();
  let missing = 0;
  for (const { line, cells } of rows) {
    const at = `${file} line ${line}`;
    if (cells.length !== columns.length) {
      throw new AffektError(
        "bad-data",
        `${at} has ${cells.length} cells where the header has ${columns.length}`,
      );
    }
    const row = Object.fromEntries(columns.map((name, i) => [name, cells[i]!]));
    const path = row["path"]!.trim();
    if (path === "") throw new AffektError("bad-data", `${at}: column path is empty`);
    if (row["emotion"]!.trim() === "")
      problems.push({ path, reason: `line ${line}: column emotion is empty` });
    const { target, identity, exists } = await findFile(dirname(file), path);
    if (!exists) missing++;
    const further = Object.entries(row).filter(([name]) => !UNDERSTOOD.has(name));
    const said = labelsOf(row, at);
    const before = first.get(identity);
    if (before === undefined) first.set(identity, said);
    else problems.push({ path, reason: `listed again in line ${line}${difference(said, before)}` });
    labels.push(said);
    files.push({
      path: withSlashes(path),
      identity,
      columns: Object.fromEntries(further),
      ...fileReading(target, `${at}, column path: ${path}`),
    });
  }
  if (missing > 0 && missing === files.length) {
    throw new AffektError(
      "not-found",
      `${file}: none of its ${missing} files exist, the first being line ${rows[0]!.line}, column path: ${files[0]!.path}; paths are relative to the manifest`,
    );
  }
  return { files, labels, problems, close: async () => {} };
}

async function findFile(
  folder: string,
  path: string,
): Promise<{ target: string; identity: string; exists: boolean }> {
  for (const name of [path, withSlashes(path)]) {
    const target = resolve(folder, name);
    const identity = await realpath(target).catch(() => undefined);
    if (identity !== undefined) return { target, identity, exists: true };
  }
  const target = resolve(folder, withSlashes(path));
  return { target, identity: target, exists: false };
}

function withSlashes(path: string): string {
  return path.replaceAll("\\", "/");
}

/** How the labels of a file differ from those before, as the end of a sentence; empty where they do not. */
function difference(again: Labels, before: Labels): string {
  const names = LABEL_COLUMNS.filter((name) => again[name] !== before[name]);
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

function parseRows(bytes: Uint8Array, file: string): { line: number; cells: string[] }[] {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AffektError("unreadable", `${file} is not UTF-8 text; save it as CSV in UTF-8`, {
      cause,
    });
  }
  let line = 1;
  return csvParseRows(text)
    .map((cells) => {
      const row = { line, cells };
      line += 1 + cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
      return row;
    })
    .filter(({ cells }) => cells.length > 1 || cells[0] !== "");
}

function checkColumns(columns: readonly string[], file: string): void {
  for (const name of ["path", "emotion"]) {
    if (!columns.includes(name)) {
      throw new AffektError(
        "bad-data",
        `${file} line 1 has no column ${name} (found: ${columns.join(", ")}); a manifest has path, emotion and, where known, speaker`,
      );
    }
  }
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined)
    throw new AffektError(
      "bad-data",
      `${file} line 1 has the column ${JSON.stringify(twice)} twice`,
    );
}

function labelsOf(row: Readonly<Record<string, string>>, at: string): Labels {
  const known = LABEL_COLUMNS.flatMap((name): [string, string][] => {
    const value = row[name]?.trim();
    return value ? [[name, value]] : [];
  });
  const sex = row["sex"]?.trim();
  if (sex && !isSex(sex)) {
    throw new AffektError(
      "bad-data",
      `${at}: column sex is ${JSON.stringify(sex)}, not female or male`,
    );
  }
  return { ...Object.fromEntries(known), ...(sex && isSex(sex) && { sex }) };
}

function isSex(text: string): text is Sex {
  return text === "female" || text === "male";
}
