import * as v from "valibot";
import { AffektError } from "../errors.ts";
import type { Matrix } from "../math/linear-algebra/matrix.ts";
import { complete } from "../options/check.ts";
import { described, list } from "../options/schema.ts";

/** Control characters, line separators, and marks that reverse the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const MAX_LABEL = 200;

const LABEL = described<string>(
  v.custom<string>(
    (value) =>
      typeof value === "string" &&
      value.length <= MAX_LABEL &&
      /\S/.test(value) &&
      !UNPRINTABLE.test(value),
  ),
  { text: "label" },
  `text of at most ${MAX_LABEL} characters without control characters`,
);

const SOME_LABELS = list(LABEL, { minLength: 2, maxLength: 10_000, text: "labels" });

/** The labels of a model: at least two, all different. */
export const LABELS = described<readonly string[]>(
  v.pipe(
    SOME_LABELS,
    v.check((labels) => new Set(labels).size === labels.length, "labels must all be different"),
  ),
  { text: "labels" },
  "a list of 2 to 10000 labels",
);

/** @throws {AffektError} `bad-data` for labels that a model's file cannot hold. */
export function checkLabelTexts(labels: readonly string[]): void {
  for (const label of labels) {
    try {
      complete(LABEL, label, "label");
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new AffektError("bad-data", message, { cause });
    }
  }
}

/** The distinct labels, sorted as scikit-learn's `classes_`. */
export function distinctLabels(y: readonly string[]): string[] {
  return [...new Set(y)].sort();
}

/**
 * The index of each label in `labels`.
 * @throws {AffektError} `bad-data` for one that is not among them.
 */
export function labelIndices(y: readonly string[], labels: readonly string[]): Uint32Array {
  const indices = new Map(labels.map((label, i) => [label, i]));
  return Uint32Array.from(y, (label) => {
    const index = indices.get(label);
    if (index === undefined) {
      throw new AffektError(
        "bad-data",
        `labels: "${label}" is not one of the classes of the training data (${labels.join(", ")})`,
      );
    }
    return index;
  });
}

/** One row a label: 1 in the column of its class, else 0. */
export function oneHot(indices: Uint32Array, classes: number): Matrix {
  const data = new Float32Array(indices.length * classes);
  indices.forEach((index, row) => (data[row * classes + index] = 1));
  return { data, rows: indices.length, columns: classes };
}

/** The index of the highest value of each row; the first of equal ones. */
export function argmaxRows({ data, rows, columns }: Matrix): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => {
    const values = data.subarray(row * columns, (row + 1) * columns);
    return values.indexOf(Math.max(...values));
  });
}
