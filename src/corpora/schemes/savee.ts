import { badName, type Corpus, decodeField, fileStem } from "./corpus.ts";
import type { Emotion } from "../emotions.ts";

const SPEAKERS = ["DC", "JE", "JK", "KL"];

const EMOTION_BY_CODE: ReadonlyMap<string, Emotion> = new Map([
  ["a", "angry"],
  ["d", "disgust"],
  ["f", "fearful"],
  ["h", "happy"],
  ["n", "neutral"],
  ["sa", "sad"],
  ["su", "surprised"],
]);

/**
 * The Surrey Audio-Visual Expressed Emotion database (Jackson and Haq, 2014): an emotion's code and a number of two digits, such as
 * `sa03`, in a folder of the speaker's or behind the speaker's initials, such as `DC_sa03`. Four men.
 */
export const savee: Corpus = {
  name: "savee",
  speakers: SPEAKERS,
  label(path) {
    const stem = fileStem(path);
    const match = /^(?:([A-Z]{2})_)?([a-z]{1,2})(\d\d)$/.exec(stem);
    const speaker = match?.[1] ?? path.split("/").at(-2) ?? "";
    if (match === null || !SPEAKERS.includes(speaker)) {
      throw badName(
        stem,
        `is not a speaker of ${SPEAKERS.join(", ")}, an emotion's code and two digits`,
      );
    }
    const code = match[2]!;
    const emotion = decodeField(stem, "emotion", code, EMOTION_BY_CODE);
    return {
      labels: { corpus: "savee", emotion, speaker, sex: "male", language: "en" },
      take: `${speaker}_${code}${match[3]!}`,
    };
  },
};
