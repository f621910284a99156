import { badName, type Corpus, decodeField, fileStem, numbered } from "./corpus.ts";
import type { Emotion } from "./emotions.ts";

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

/**
 * The Crowd-sourced Emotional Multimodal Actors Dataset (Cao et al., 2014): `Actor_Sentence_Emotion_Level`,
 * such as `1001_DFA_ANG_XX`. Level `XX` gives no intensity and `X`
 * is a slip for it in some copies; the actor's sex is not in the name.
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
      labels: { corpus: "crema-d", emotion, speaker, statement, ...intensity },
      ...(level === "X" && { remark: `level X is taken for XX` }),
    };
  },
};
