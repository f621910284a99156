import { extname } from "node:path";
import type { Labels, RecordingBytes } from "../../corpora/recording.ts";

/** What one source holds, before labels are taken from names. */
export interface SourceContents {
  readonly files: readonly SourceFile[];
  /** What a manifest says, one a file; absent where names have to tell. */
  readonly labels?: readonly Labels[];
  readonly problems: readonly PathProblem[];
  readonly close: () => Promise<void>;
}

/** One recording's file in a source. */
export interface SourceFile extends RecordingBytes {
  /** Within the source, separated by `/`. */
  readonly path: string;
  /** The same for the same file on disk, or the same entry of the same zip, by whatever source it was reached. */
  readonly identity: string;
  readonly columns?: Readonly<Record<string, string>>;
}

/** Something in a source that is not as it should be. */
export interface PathProblem {
  readonly path: string;
  readonly reason: string;
}

/** The endings by which recordings are found in a folder or a zip; what a file is, its content decides. */
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
