import { AffektError } from "../../errors.ts";
import type { LabelList } from "./label-list.ts";
import type { Labels } from "../labels.ts";

/** A corpus whose file names carry its labels. */
export interface Corpus {
  readonly name: string;
  /** Every speaker of the complete corpus, as `Labels.speaker` names them; none where they are too many to be known. */
  readonly speakers: readonly string[];
  /** The files beside the recordings that tell what their names do not. */
  readonly list?: LabelList;
  /** The labels in a file's name; folders before it are ignored. @throws {AffektError} `bad-name`: what does not fit. */
  label(path: string): NamedLabels;
}

/** The labels in a name. */
export interface NamedLabels {
  readonly labels: Labels;
  /** The take: the same for the same performance in another encoding. */
  readonly take: string;
  /** A problem of a name that was understood nevertheless. */
  readonly remark?: string;
}

/** The file name without folders and without its extension. */
export function fileStem(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[A-Za-z0-9]+$/, "");
}

/** The numbers from `first` to `last` as text, with leading zeros to the length of `width`. */
export function numbered(first: number, last: number, width: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => String(first + i).padStart(width, "0"));
}

/** The error for a name that is not its corpus'. */
export function badName(stem: string, problem: string): AffektError {
  return new AffektError("bad-name", `${stem}: ${problem}`);
}

/** The meaning of a field's code. @throws {AffektError} `bad-name`, listing the known codes. */
export function decodeField<T>(
  stem: string,
  field: string,
  code: string,
  values: ReadonlyMap<string, T>,
): T {
  const value = values.get(code);
  if (value === undefined) {
    throw badName(stem, `${field} ${code} is not one of ${[...values.keys()].join(", ")}`);
  }
  return value;
}
