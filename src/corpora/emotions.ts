/** The emotions that corpora have in common, in RAVDESS' order; labels are listed in this order everywhere. */
export const EMOTIONS = [
  "neutral",
  "calm",
  "happy",
  "sad",
  "angry",
  "fearful",
  "disgust",
  "surprised",
] as const;

/** An emotion of the canonical vocabulary: `EMOTIONS`, and what single corpora add. */
export type Emotion = (typeof EMOTIONS)[number] | "boredom";

const ORDER: readonly string[] = [...EMOTIONS, "boredom"];

const WORDS: Readonly<Record<Emotion, readonly string[]>> = {
  neutral: ["neutral", "neutrality"],
  calm: ["calm", "calmness"],
  happy: ["happy", "happiness", "joy"],
  sad: ["sad", "sadness"],
  angry: ["angry", "anger"],
  fearful: ["fearful", "fear", "afraid"],
  disgust: ["disgust", "disgusted"],
  surprised: [
    "surprised",
    "surprise",
    "pleasantsurprise",
    "pleasantsurprised",
    "pleasantlysurprised",
    "ps",
  ],
  boredom: ["boredom", "bored"],
};

const EMOTION_BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([emotion, words]) =>
    words.map((word): [string, string] => [word, emotion]),
  ),
);

/**
 * The canonical emotion that a word stands for, as file and folder names write it: case and anything
 * but letters is ignored, so `Pleasant_surprise` is `surprised`. `undefined` where the word is none of them.
 */
export function emotionFromWord(word: string): string | undefined {
  return EMOTION_BY_WORD.get(word.toLowerCase().replace(/[^a-z]/g, ""));
}

/** The different labels, canonical emotions first and in their order, others after them by code unit. */
export function sortEmotions(labels: Iterable<string>): string[] {
  const rank = (label: string): number =>
    ORDER.includes(label) ? ORDER.indexOf(label) : ORDER.length;
  return [...new Set(labels)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
