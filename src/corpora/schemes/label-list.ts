import { fileStem } from "./corpus.ts";
import { emotionFromWord } from "../emotions.ts";
import type { Labels } from "../labels.ts";

/** A row of a file of labels: a line of text as `line`, or the cells of a table by column. */
export type ListRow = Readonly<Record<string, string>>;

/** The files beside a corpus' recordings that tell their labels. */
export interface LabelList {
  /** Whether the file at a path is one. Tables end in `.csv`, files of lines in `.txt`. */
  readonly matches: (path: string) => boolean;
  /** The recording that a row is of, as `keyOf` names it, and its labels; `undefined` for a row of none. */
  readonly read: (row: ListRow, path: string) => readonly [key: string, labels: Labels] | undefined;
  /** The key of a recording by its path; default: its name without folders and extension. */
  readonly keyOf?: (path: string) => string;
}

/** The key of a recording in a list of labels. */
export function listKey({ keyOf = fileStem }: LabelList, path: string): string {
  return keyOf(path);
}

/** An emotion as a list writes it in the common vocabulary, or as it is. Nothing for one of `unknown`. */
export function listedEmotion(
  written: string,
  unknown: readonly string[] = [],
): Pick<Labels, "emotion"> {
  if (written === "" || unknown.includes(written)) return {};
  return { emotion: emotionFromWord(written) ?? written };
}
