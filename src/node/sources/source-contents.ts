import { extname } from "node:path";
import type { Labels } from "../../corpora/labels.ts";
import type { Problem } from "../../corpora/problem.ts";
import type { Recording, RecordingBytes } from "../../corpora/recording.ts";

/** The contents of one source, before labels are taken from names. */
export interface SourceContents {
  /** A single file, a folder or zip, whose name belongs to the paths, or a list of paths. */
  readonly kind: "file" | "container" | "list";
  readonly files: readonly SourceFile[];
  /** Files that list labels of the recordings beside them. */
  readonly lists?: readonly SourceFile[];
  /** A manifest's labels, one a file; absent where names have to tell. */
  readonly labels?: readonly Labels[];
  readonly problems: readonly Problem[];
  readonly close: () => Promise<void>;
}

/** One recording's file in a source. */
export interface SourceFile extends RecordingBytes, Pick<Recording, "columns" | "segments"> {
  /** Within the source, separated by `/`. */
  readonly path: string;
  /** The same for the same file on disk, or the same entry of the same zip, by whatever source it was reached. */
  readonly identity: string;
}

/** The endings by which recordings are found in a folder or a zip. A file's format is told by its content. */
export const AUDIO_EXTENSIONS: readonly string[] = [
  ".wav",
  ".wave",
  ".w64",
  ".flac",
  ".mp3",
  ".ogg",
  ".oga",
  ".opus",
  ".aif",
  ".aiff",
  ".aifc",
  ".au",
  ".snd",
  ".m4a",
  ".m4b",
  ".mp4",
  ".mov",
  ".3gp",
  ".aac",
  ".webm",
  ".mkv",
  ".avi",
  ".wma",
  ".amr",
  ".caf",
];

/** Whether a name looks like a recording's. */
export function hasAudioExtension(path: string): boolean {
  return AUDIO_EXTENSIONS.includes(extname(path).toLowerCase());
}

/** Whether a folder's or file's name is one that systems hide or add: `.name`, `__MACOSX`. */
export function isHidden(name: string): boolean {
  return name.startsWith(".") || name === "__MACOSX";
}

/** Sorts by path, by code unit: the same order on every system and in every language. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
