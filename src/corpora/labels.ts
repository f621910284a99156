/** The labels of a recording, each with its description. */
export const LABELS = {
  corpus: "the corpus, such as ravdess",
  emotion: "the emotion",
  speaker: "the speaker's name within the corpus",
  sex: "the speaker's sex: female or male",
  age: "the speaker's age in years",
  language: "the language, such as en",
  intensity: "the emotion's intensity, as the corpus grades it",
  statement: "the words that are said",
} as const;

/** The name of a label. */
export type LabelName = keyof typeof LABELS;

/** The names of all labels. */
export const LABEL_NAMES = Object.keys(LABELS) as readonly LabelName[];

/** The sex of a speaker as labelled in the corpora. */
export type Sex = "female" | "male";

/** Labels of a recording or of a segment. Unknown labels are absent. */
export type Labels = { readonly [Name in LabelName]?: Name extends "sex" ? Sex : string };

/** The labels in an object that has other properties, too. */
export function labelsOf(one: Labels): Labels {
  return Object.fromEntries(
    LABEL_NAMES.flatMap((name) => (one[name] === undefined ? [] : [[name, one[name]]])),
  );
}

/** Identifies speakers across corpora: two corpora's speaker 1 are two people. `undefined` where the speaker is not known. */
export function speakerId({ corpus, speaker }: Labels): string | undefined {
  if (speaker === undefined) return undefined;
  return corpus === undefined ? speaker : `${corpus}/${speaker}`;
}

const SEX_BY_WORD: ReadonlyMap<string, Sex> = new Map([
  ["female", "female"],
  ["f", "female"],
  ["w", "female"],
  ["woman", "female"],
  ["girl", "female"],
  ["weiblich", "female"],
  ["male", "male"],
  ["m", "male"],
  ["man", "male"],
  ["boy", "male"],
  ["männlich", "male"],
]);

/** The sex that a word or letter stands for, in any case; `undefined` where it is none of them. */
export function sexFromWord(word: string): Sex | undefined {
  return SEX_BY_WORD.get(word.trim().toLowerCase());
}
