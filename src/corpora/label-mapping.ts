import type * as v from "valibot";
import { complete } from "../options/check.ts";
import { group, list, optional, record, text } from "../options/schema.ts";
import { emotionFromWord } from "./emotions.ts";
import type { Labels } from "./labels.ts";

/** Options for labels of sources. */
export const LABEL_OPTIONS = group({
  pattern: optional(
    text({ text: "fields in file names, such as {speaker}_{emotion}_* or {speaker}/{emotion}/*" }),
  ),
  columns: optional(
    record(text({ text: "a column of the manifest" }), {
      text: "names of a manifest's columns, such as path=Datei,emotion=Gefühl",
    }),
  ),
  emotions: optional(
    list(text({ text: "an emotion" }), { minLength: 1, text: "use only these emotions" }),
  ),
  merge: optional(
    record(text({ text: "an emotion" }), {
      text: "rename emotions, such as calm=neutral",
    }),
  ),
  map: optional(
    record(text({ text: "an emotion" }), {
      text: "words of the labels and the emotions that they stand for",
    }),
  ),
});

/** Options for labels of sources. */
export type LabelOptions = v.InferInput<typeof LABEL_OPTIONS>;

/** Maps the labels of recordings to the common vocabulary, merges and filters them as was asked for, and counts what it did. */
export class LabelMapping {
  readonly #options: LabelOptions;
  readonly #mapped = new Map<string, { readonly to: string; count: number }>();
  #leftOut = 0;

  /** @throws {AffektError} `invalid-argument` for options that are not as they should be. */
  constructor(options: LabelOptions = {}) {
    this.#options = complete(LABEL_OPTIONS, options, "labels");
  }

  /** The labels with the mapped emotion; `undefined` for an emotion that is not asked for. */
  apply<T extends Labels>(labels: T): T | undefined {
    const { emotion: written } = labels;
    const { emotions } = this.#options;
    if (written === undefined) {
      if (emotions === undefined) return labels;
      this.#leftOut++;
      return undefined;
    }
    const emotion = this.#emotionOf(written);
    if (emotions !== undefined && !emotions.includes(emotion)) {
      this.#leftOut++;
      return undefined;
    }
    if (emotion === written) return labels;
    const known = this.#mapped.get(written);
    if (known === undefined) this.#mapped.set(written, { to: emotion, count: 1 });
    else known.count++;
    return { ...labels, emotion };
  }

  /** A line about labels that were mapped, and one about recordings that were left out. */
  notes(): string[] {
    const mapped = [...this.#mapped].map(([from, { to, count }]) => `${from} → ${to} (${count})`);
    return [
      ...(mapped.length > 0 ? [`labels are mapped: ${mapped.join(", ")}`] : []),
      ...(this.#leftOut > 0
        ? [`${this.#leftOut} recordings are left out, as their emotions were not asked for`]
        : []),
    ];
  }

  #emotionOf(written: string): string {
    const { map = {}, merge = {} } = this.#options;
    const trimmed = written.trim();
    const found = ownValue(map, trimmed) ?? emotionFromWord(trimmed) ?? trimmed;
    return ownValue(merge, found) ?? found;
  }
}

function ownValue(record: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
