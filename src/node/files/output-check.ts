import { constants, type Stats } from "node:fs";
import { access, open, realpath, stat } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import { AffektError } from "../../errors.ts";
import { removeStaleFiles } from "./stale-files.ts";
import { cannotWrite } from "./output-file.ts";

/** The kinds of files that are written: the endings of their names, and whether first bytes are of the kind. */
const KINDS = {
  "an ONNX model": [[".onnx"], (head: Buffer) => head[0] === 0x08 && head.length > 16],
  "a CSV table": [
    [".csv"],
    (head: Buffer) => !head.includes(0) && /^\ufeff?[^\n]*,/.test(head.toString()),
  ],
  "an NPZ table": [[".npz"], (head: Buffer) => head.toString("latin1", 0, 2) === "PK"],
  "a Parquet table": [[".parquet"], (head: Buffer) => head.toString("latin1", 0, 4) === "PAR1"],
  "an HTML page": [
    [".html", ".htm"],
    (head: Buffer) => /^\s*<(!doctype html|html)/i.test(head.toString()),
  ],
  "an SVG picture": [[".svg"], (head: Buffer) => /^\s*<(\?xml|svg)/i.test(head.toString())],
  "a Markdown file": [[".md"], (head: Buffer) => /^#{1,6} /.test(head.toString())],
  "a LaTeX file": [[".tex"], (head: Buffer) => /^\s*[\\%]/.test(head.toString())],
  "a study": [
    [".sqlite"],
    (head: Buffer) => head.toString("latin1", 0, 16) === "SQLite format 3\0",
  ],
  "a JSON file": [[".json"], (head: Buffer) => /^\s*[[{]/.test(head.toString())],
  "a TextGrid": [[".textgrid"], (head: Buffer) => head.includes("ooTextFile")],
  "an EAF file": [[".eaf"], (head: Buffer) => head.includes("<ANNOTATION_DOCUMENT")],
  "WebVTT subtitles": [[".vtt"], (head: Buffer) => head.toString("latin1", 0, 6) === "WEBVTT"],
  "SubRip subtitles": [
    [".srt"],
    (head: Buffer) => /^\d+\r?\n\d+:\d+:\d+,\d+ -->/.test(head.toString()),
  ],
  "a text file": [[".txt"], (head: Buffer) => /^[\d.:]+[\t\u2013]/.test(head.toString())],
} as const satisfies Record<string, readonly [readonly string[], (head: Buffer) => boolean]>;

/** The kind of a file that is written. */
export type OutputKind = keyof typeof KINDS;

/** Options of `checkOutput`. */
export interface CheckOutputOptions {
  readonly kind: OutputKind;
  /** Files that are read; sources that are no files do not matter. */
  readonly inputs: readonly string[];
}

/** Places of this process' own output, which are no files. */
const STREAMS = /^\/dev\/(stdout|stderr|null|fd\/\d+)$/;
const HEAD_BYTES = 4096;

/**
 * Makes sure, before long work, that an output can be written and replaces nothing but an older one of its kind. Temporary files that a
 * killed run left beside it are removed.
 * @throws {AffektError} `invalid-argument` where the output is an input, a folder, a device or a file of another kind; `cannot-write`.
 */
export async function checkOutput(
  file: string,
  { kind, inputs }: CheckOutputOptions,
): Promise<void> {
  if (STREAMS.test(file)) return;
  const existing = await statOf(file);
  if (existing !== undefined) {
    for (const input of inputs) {
      if (await isSameFile(file, existing, input)) {
        throw refused(file, `it is the input ${input}`);
      }
    }
    await checkKind(file, existing, kind);
  }
  try {
    const place = existing?.isFile() ? await realpath(file) : resolve(file);
    if (existing === undefined || existing.isFile()) {
      // the dot tells a file in the folder's place from a folder without permission
      await access(`${dirname(place)}/.`, constants.W_OK | constants.X_OK);
      await removeStaleFiles(place);
    }
  } catch (error) {
    throw cannotWrite(file || '""', error);
  }
}

async function checkKind(file: string, existing: Stats, kind: OutputKind): Promise<void> {
  if (existing.isDirectory()) throw refused(file, "it is a folder");
  if (existing.isFIFO()) return;
  if (!existing.isFile()) throw refused(file, "it is a device or a socket");
  if (existing.size === 0) return;
  const head = await headOf(file);
  if (head === undefined || isOf(kind, file, head)) return;
  throw refused(file, `it exists and is not ${kind}; choose another name, or remove it first`);
}

/** Whether a file is of a kind by its content, or by its name where it is text that tells no kind. */
function isOf(kind: OutputKind, file: string, head: Buffer): boolean {
  const [endings, matches] = KINDS[kind];
  if (matches(head)) return true;
  const isNamed = endings.some((ending) => ending === extname(file).toLowerCase());
  const isText = !head.includes(0);
  return isNamed && isText && Object.values(KINDS).every(([, matchesOther]) => !matchesOther(head));
}

async function statOf(file: string): Promise<Stats | undefined> {
  return stat(file).catch(() => undefined);
}

async function isSameFile(file: string, existing: Stats, input: string): Promise<boolean> {
  if (resolve(file) === resolve(input)) return true;
  const other = await statOf(input);
  if (other === undefined || other.isDirectory()) return false;
  return other.dev === existing.dev && other.ino === existing.ino;
}

/** The first bytes of a file; `undefined` where it cannot be read, which writing will tell. */
async function headOf(file: string): Promise<Buffer | undefined> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return undefined;
  }
}

function refused(file: string, reason: string): AffektError {
  return new AffektError("invalid-argument", `the output ${file} would not be written: ${reason}`);
}
