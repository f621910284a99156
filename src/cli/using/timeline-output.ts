import { readFile, stat } from "node:fs/promises";
import { dirname, extname, relative, resolve, sep } from "node:path";
import { AffektError } from "../../errors.ts";
import type { OutputKind } from "../../node/files/output-check.ts";
import type { TimelineFormat } from "../../timeline/formats/formats.ts";

const KINDS: Readonly<Record<TimelineFormat, OutputKind>> = {
  table: "a text file",
  json: "a JSON file",
  csv: "a CSV table",
  textgrid: "a TextGrid",
  eaf: "an EAF file",
  audacity: "a text file",
  vtt: "WebVTT subtitles",
  "vtt-metadata": "WebVTT subtitles",
  srt: "SubRip subtitles",
  html: "an HTML page",
};

const ENDINGS: Readonly<Record<string, TimelineFormat>> = {
  ".json": "json",
  ".csv": "csv",
  ".textgrid": "textgrid",
  ".eaf": "eaf",
  ".txt": "audacity",
  ".vtt": "vtt",
  ".srt": "srt",
  ".html": "html",
  ".htm": "html",
};

/** The kind of the file that a format is written to. */
export function kindOf(format: TimelineFormat): OutputKind {
  return KINDS[format];
}

/** The format that a file's ending tells. @throws {AffektError} `invalid-argument` for another ending. */
export function formatOfFile(file: string): TimelineFormat {
  const format = ENDINGS[extname(file).toLowerCase()];
  if (format !== undefined) return format;
  throw new AffektError(
    "invalid-argument",
    `--output: ${file} ends in none of ${Object.keys(ENDINGS).join(", ")}; give --format`,
  );
}

/** Recordings up to this size go into the page itself. */
const MOST_EMBEDDED = 8_000_000;

/** Formats of streams that browsers play. */
const PLAYED: Readonly<Record<string, string>> = {
  wav: "audio/wav",
  mp3: "audio/mpeg",
  flac: "audio/flac",
  "ogg-opus": "audio/ogg",
  "ogg-vorbis": "audio/ogg",
  "ogg-flac": "audio/ogg",
};

/** The address of a page's recording: inside the page if it is small, else a relative path; none if it came through a pipe. */
export async function audioAddress(
  recording: string,
  format: string,
  output: string | undefined,
): Promise<string | undefined> {
  const found = recording === "-" ? undefined : await stat(recording).catch(() => undefined);
  if (found?.isFile() !== true) return undefined;
  const mime = PLAYED[format];
  if (mime !== undefined && found.size <= MOST_EMBEDDED) {
    return `data:${mime};base64,${(await readFile(recording)).toString("base64")}`;
  }
  const from = output === undefined ? process.cwd() : dirname(resolve(output));
  return relative(from, resolve(recording)).split(sep).map(encodeURIComponent).join("/");
}
