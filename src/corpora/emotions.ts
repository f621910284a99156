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

/** Emotions that single corpora add. */
const FURTHER = [
  "boredom",
  "contempt",
  "excited",
  "frustrated",
  "pleasure",
  "pain",
  "disappointment",
] as const;

/** An emotion of the common vocabulary. */
export type Emotion = (typeof EMOTIONS)[number] | (typeof FURTHER)[number];

const ORDER: readonly string[] = [...EMOTIONS, ...FURTHER];

/** Words and usual abbreviations of each emotion, in lower case without anything but letters. */
const WORDS: Readonly<Record<Emotion, readonly string[]>> = {
  neutral: ["neutral", "neutrality", "neu", "ntr"],
  calm: ["calm", "calmness"],
  happy: ["happy", "happiness", "joy", "joyful", "joyous", "hap"],
  sad: ["sad", "sadness", "sorrow", "unhappy"],
  angry: ["angry", "anger", "ang", "hotanger"],
  fearful: ["fearful", "fear", "afraid", "scared", "fea"],
  disgust: ["disgust", "disgusted", "dis"],
  surprised: [
    "surprised",
    "surprise",
    "sur",
    "pleasantsurprise",
    "pleasantsurprised",
    "pleasantlysurprised",
    "ps",
  ],
  boredom: ["boredom", "bored"],
  contempt: ["contempt", "contemptuous"],
  excited: ["excited", "excitement", "exc"],
  frustrated: ["frustrated", "frustration", "fru"],
  pleasure: ["pleasure", "pleased"],
  pain: ["pain"],
  disappointment: ["disappointment", "disappointed"],
};

const EMOTION_BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([emotion, words]) =>
    words.map((word): [string, string] => [word, emotion]),
  ),
);

/**
 * The emotion of the common vocabulary that a word stands for, as file names, folders and manifests write it. Case and anything but
 * letters are ignored, so `Pleasant_surprise` is `surprised`. `undefined` where the word is none of them.
 */
export function emotionFromWord(word: string): string | undefined {
  return EMOTION_BY_WORD.get(word.toLowerCase().replace(/[^\p{L}]/gu, ""));
}

/** The different labels: those of the common vocabulary first and in its order, others after them by code unit. */
export function sortEmotions(labels: Iterable<string>): string[] {
  const rank = (label: string): number =>
    ORDER.includes(label) ? ORDER.indexOf(label) : ORDER.length;
  return [...new Set(labels)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
