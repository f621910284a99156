import { groupBy } from "../../group-by.ts";
import { CORPORA } from "../identify.ts";
import { type Labels, speakerId } from "../labels.ts";
import { sortEmotions } from "../emotions.ts";

/** The number of recordings of each value of a label. Recordings without the label are not counted. */
export interface LabelCounts {
  readonly corpus: Readonly<Record<string, number>>;
  readonly emotion: Readonly<Record<string, number>>;
  /** By `speakerId`. */
  readonly speaker: Readonly<Record<string, number>>;
  readonly sex: Readonly<Record<string, number>>;
  readonly intensity: Readonly<Record<string, number>>;
}

/** A speaker with another number of recordings of an emotion than most speakers of the same corpus. */
export interface Gap {
  readonly corpus?: string;
  readonly speaker: string;
  readonly emotion: string;
  readonly found: number;
  /** The most frequent number per speaker; of equally frequent numbers the larger one. */
  readonly usual: number;
}

/** Speakers of a known corpus of whom there is nothing. */
export interface MissingSpeakers {
  readonly corpus: string;
  readonly speakers: readonly string[];
}

/** Counts recordings by label; emotions in the canonical order, other values by code unit. */
export function countLabels(recordings: readonly Labels[]): LabelCounts {
  const values = (value: (labels: Labels) => string | undefined): string[] =>
    recordings.map(value).filter((one) => one !== undefined);
  return {
    corpus: tally(values(({ corpus }) => corpus)),
    emotion: tally(values(({ emotion }) => emotion)),
    speaker: tally(values(speakerId)),
    sex: tally(values(({ sex }) => sex)),
    intensity: tally(values(({ intensity }) => intensity)),
  };
}

/** Every speaker and emotion of which a speaker has another number of recordings than is usual, corpus by corpus. */
export function findGaps(recordings: readonly Labels[]): Gap[] {
  return [...groupBy(recordings, ({ corpus }) => corpus)].flatMap(([corpus, own]) => {
    const counts = [...groupBy(own.filter(isLabelled), ({ speaker }) => speaker)]
      .map(([speaker, theirs]) => ({
        speaker,
        counts: tally(theirs.map(({ emotion }) => emotion)),
      }))
      .sort((a, b) => (a.speaker < b.speaker ? -1 : 1));
    const emotions = sortEmotions(counts.flatMap((one) => Object.keys(one.counts)));
    return emotions.flatMap((emotion) => {
      const usual = mode(counts.map((one) => one.counts[emotion] ?? 0));
      return counts.flatMap(({ speaker, counts: { [emotion]: found = 0 } }) =>
        found === usual
          ? []
          : [{ ...(corpus !== undefined && { corpus }), speaker, emotion, found, usual }],
      );
    });
  });
}

/** The speakers of the given corpora that are missing. */
export function findMissingSpeakers(recordings: readonly Labels[]): MissingSpeakers[] {
  return CORPORA.flatMap(({ name, speakers }) => {
    const found = new Set(
      recordings.filter(({ corpus }) => corpus === name).map(({ speaker }) => speaker),
    );
    const missing = speakers.filter((speaker) => !found.has(speaker));
    return found.size === 0 || missing.length === 0 ? [] : [{ corpus: name, speakers: missing }];
  });
}

/** The most frequent number, the larger one of two that are as frequent. */
export function mode(numbers: readonly number[]): number {
  const frequency = (number: number): number => numbers.filter((one) => one === number).length;
  return [...new Set(numbers)].reduce((a, b) => {
    const difference = frequency(b) - frequency(a);
    return difference > 0 || (difference === 0 && b > a) ? b : a;
  }, 0);
}

/** The frequency of each value. */
export function tally(values: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    sortEmotions(values).map((value) => [value, values.filter((one) => one === value).length]),
  );
}

function isLabelled(
  labels: Labels,
): labels is Labels & { readonly emotion: string; readonly speaker: string } {
  return labels.emotion !== undefined && labels.speaker !== undefined;
}
