import { badName, type Corpus, decodeField, fileStem, numbered } from "./corpus.ts";
import type { Emotion } from "../emotions.ts";

const EMOTION_BY_CODE: ReadonlyMap<string, Emotion> = new Map([
  ["NEU", "neutral"],
  ["HAP", "happy"],
  ["SAD", "sad"],
  ["ANG", "angry"],
  ["FEA", "fearful"],
  ["DIS", "disgust"],
]);

const SENTENCE_BY_CODE: ReadonlyMap<string, string> = new Map([
  ["IEO", "It's eleven o'clock"],
  ["TIE", "That is exactly what happened"],
  ["IOM", "I'm on my way to the meeting"],
  ["IWW", "I wonder what this is about"],
  ["TAI", "The airplane is almost full"],
  ["MTI", "Maybe tomorrow it will be cold"],
  ["IWL", "I would like a new alarm clock"],
  ["ITH", "I think I have a doctor's appointment"],
  ["DFA", "Don't forget a jacket"],
  ["ITS", "I think I've seen this before"],
  ["TSI", "The surface is slick"],
  ["WSI", "We'll stop in a couple of minutes"],
]);

const INTENSITY_BY_LEVEL: ReadonlyMap<string, { readonly intensity?: string }> = new Map([
  ["LO", { intensity: "low" }],
  ["MD", { intensity: "medium" }],
  ["HI", { intensity: "high" }],
  ["XX", {}],
]);

const SPEAKERS = numbered(1001, 1091, 4);

/** The actresses, by number less 1000. */
const FEMALE = [
  2, 3, 4, 6, 7, 8, 9, 10, 12, 13, 18, 20, 21, 24, 25, 28, 29, 30, 37, 43, 46, 47, 49, 52, 53, 54,
  55, 56, 58, 60, 61, 63, 72, 73, 74, 75, 76, 78, 79, 82, 84, 89, 91,
];
const FEMALE_ACTORS: ReadonlySet<string> = new Set(FEMALE.map((n) => String(1000 + n)));

/** The ages of the actors 1001 to 1091. */
const AGES = [
  51, 21, 21, 42, 29, 58, 38, 46, 24, 27, 32, 23, 22, 24, 32, 61, 42, 25, 29, 61, 30, 22, 22, 59,
  48, 33, 44, 57, 33, 42, 31, 30, 31, 74, 48, 49, 45, 21, 51, 42, 42, 37, 25, 40, 22, 22, 22, 38,
  25, 62, 56, 33, 35, 36, 57, 52, 25, 36, 21, 28, 51, 56, 33, 53, 38, 25, 66, 34, 27, 25, 41, 33,
  24, 31, 40, 25, 20, 21, 21, 21, 30, 20, 45, 46, 34, 33, 62, 23, 24, 50, 29,
];

/**
 * The Crowd-sourced Emotional Multimodal Actors Dataset (Cao et al., 2014): `Actor_Sentence_Emotion_Level`,
 * such as `1001_DFA_ANG_XX`. Level `XX` gives no intensity and `X`
 * is a slip for it in some copies. The actors' sexes and ages are those of the corpus' `VideoDemographics.csv`.
 */
export const cremaD: Corpus = {
  name: "crema-d",
  speakers: SPEAKERS,
  label(path) {
    const stem = fileStem(path);
    const fields = stem.split("_");
    if (fields.length !== 4) {
      throw badName(
        stem,
        `has ${fields.length} fields where a CREMA-D name has 4: actor_sentence_emotion_level`,
      );
    }
    const [speaker = "", sentence = "", code = "", level = ""] = fields;
    if (!SPEAKERS.includes(speaker))
      throw badName(stem, `actor ${speaker} is not one of 1001–1091`);
    const statement = decodeField(stem, "sentence", sentence, SENTENCE_BY_CODE);
    const emotion = decodeField(stem, "emotion", code, EMOTION_BY_CODE);
    const intensity = decodeField(stem, "level", level === "X" ? "XX" : level, INTENSITY_BY_LEVEL);
    return {
      labels: {
        corpus: "crema-d",
        emotion,
        speaker,
        sex: FEMALE_ACTORS.has(speaker) ? "female" : "male",
        age: String(AGES[SPEAKERS.indexOf(speaker)]),
        language: "en",
        statement,
        ...intensity,
      },
      take: `${speaker}_${sentence}_${code}_${level === "X" ? "XX" : level}`,
      ...(level === "X" && { remark: `level X is taken for XX` }),
    };
  },
};
