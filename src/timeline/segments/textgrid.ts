import { segmentFault } from "./segment-fault.ts";
import type { SpeakerSegment } from "./speaker-segment.ts";

/**
 * The intervals of a Praat TextGrid, long or short, that have a text: the tier's name is the speaker. Tiers of points are left out.
 */
export function parseTextGrid(text: string, name: string): SpeakerSegment[] {
  const values = new Values(text, name);
  values.text(); // ooTextFile
  values.text(); // TextGrid
  values.number();
  values.number();
  if (!values.flag()) return [];
  const segments: SpeakerSegment[] = [];
  const tiers = values.number();
  for (let t = 0; t < tiers; t++) {
    const kind = values.text();
    const speaker = values.text();
    values.number();
    values.number();
    const count = values.number();
    for (let i = 0; i < count; i++) {
      const startSeconds = values.number();
      if (kind !== "IntervalTier") {
        values.text();
        continue;
      }
      const endSeconds = values.number();
      const said = values.text().trim();
      if (said !== "") segments.push({ startSeconds, endSeconds, speaker, text: said });
    }
  }
  return segments;
}

/** Praat's text files are values in order: texts in quotes, numbers and flags that stand free; all else is for people. */
class Values {
  readonly #name: string;
  readonly #found: RegExpStringIterator<RegExpExecArray>;

  constructor(text: string, name: string) {
    this.#name = name;
    this.#found = text.matchAll(
      /"((?:[^"]|"")*)"|(?<=^|\s)(-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)(?=\s|$)|(?<=^|\s)<(\w+)>/g,
    );
  }

  text(): string {
    const value = this.#next()[1];
    if (value === undefined) throw segmentFault(this.#name, "is no TextGrid: a text is missing");
    return value.replaceAll('""', '"');
  }

  number(): number {
    const value = this.#next()[2];
    if (value === undefined) throw segmentFault(this.#name, "is no TextGrid: a number is missing");
    return Number(value);
  }

  flag(): boolean {
    return this.#next()[3] === "exists";
  }

  #next(): RegExpExecArray {
    const { value, done } = this.#found.next();
    if (done === true) throw segmentFault(this.#name, "is no whole TextGrid: it breaks off");
    return value;
  }
}
