import { badName, type Corpus, decodeField, fileStem } from "./corpus.ts";
import type { Emotion } from "../emotions.ts";

const EMOTION_BY_CODE: ReadonlyMap<string, Emotion> = new Map([
  ["01", "boredom"],
  ["02", "neutral"],
  ["03", "happy"],
  ["04", "sad"],
  ["05", "angry"],
  ["06", "fearful"],
  ["07", "disgust"],
  ["08", "surprised"],
  ["09", "excited"],
  ["10", "pleasure"],
  ["11", "pain"],
  ["12", "disappointment"],
]);

/** Sounds that are no emotion. */
const BREATH = "13";

const CHANNEL_BY_CODE: ReadonlyMap<string, string> = new Map([
  ["01", "speech"],
  ["02", "non-speech"],
]);

const INTENSITY_BY_CODE: ReadonlyMap<string, { readonly intensity?: string }> = new Map([
  ["00", {}],
  ["01", { intensity: "normal" }],
  ["02", { intensity: "high" }],
]);

/** Languages by code; others are not told apart. */
const LANGUAGE_BY_CODE: ReadonlyMap<string, string> = new Map([
  ["01", "zh"],
  ["02", "en"],
  ["04", "fr"],
]);

/**
 * The Audio, Speech and Vision Processing Lab Emotional Sound database (Landry et al., https://zenodo.org/records/7132783): modality, vocal
 * channel, emotion, intensity, statement, actor, age, source, language and, in some names, a likeness to other sounds, such as
 * `03-01-06-01-02-12-02-01-01-16`. Actors with even numbers are men. The emotion of a breath is not known.
 */
export const asvpEsd: Corpus = {
  name: "asvp-esd",
  speakers: [],
  label(path) {
    const stem = fileStem(path);
    const codes = stem.split("-");
    if (codes.length < 9 || codes.length > 10 || codes.some((code) => !/^\d{2,3}$/.test(code))) {
      throw badName(
        stem,
        "is not 9 or 10 numbers of an ASVP-ESD name: modality-vocal channel-emotion-intensity-statement-actor-age-source-language",
      );
    }
    const [, channel = "", code = "", level = "", , actor = "", , , language = ""] = codes;
    decodeField(stem, "vocal channel", channel, CHANNEL_BY_CODE);
    const intensity = decodeField(stem, "intensity", level, INTENSITY_BY_CODE);
    const spoken = LANGUAGE_BY_CODE.get(language);
    return {
      labels: {
        corpus: "asvp-esd",
        ...(code !== BREATH && { emotion: decodeField(stem, "emotion", code, EMOTION_BY_CODE) }),
        speaker: actor,
        sex: Number(actor) % 2 === 0 ? "male" : "female",
        ...(spoken !== undefined && { language: spoken }),
        ...intensity,
      },
      take: stem,
    };
  },
};
