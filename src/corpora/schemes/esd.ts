import { badName, type Corpus, decodeField, fileStem, numbered } from "./corpus.ts";
import type { Emotion } from "../emotions.ts";

const SPEAKERS = numbered(1, 20, 4);
const WOMEN = ["0001", "0002", "0003", "0007", "0009", "0015", "0016", "0017", "0018", "0019"];

/** Each speaker says the same 350 utterances of the language in one emotion after the other. */
const UTTERANCES = 350;
const EMOTIONS_IN_ORDER: readonly Emotion[] = ["neutral", "angry", "happy", "sad", "surprised"];

/**
 * The Emotional Speech Dataset (Zhou et al., 2022, https://doi.org/10.1016/j.specom.2021.11.006): speaker and number, such as `0011_000351`. The
 * number tells the emotion. Speakers 0001 to 0010 speak Mandarin, 0011 to 0020 English.
 */
export const esd: Corpus = {
  name: "esd",
  speakers: SPEAKERS,
  label(path) {
    const stem = fileStem(path);
    const match = /^(\d{4})_(\d{6})$/.exec(stem);
    if (match === null) {
      throw badName(stem, "is not speaker and number of an ESD name, such as 0011_000351");
    }
    const [, speaker = "", digits = ""] = match;
    const language = decodeField(
      stem,
      "speaker",
      speaker,
      new Map(SPEAKERS.map((one, i) => [one, i < 10 ? "zh" : "en"])),
    );
    const number = Number(digits);
    const emotion = EMOTIONS_IN_ORDER[Math.ceil(number / UTTERANCES) - 1];
    if (emotion === undefined) {
      const last = UTTERANCES * EMOTIONS_IN_ORDER.length;
      throw badName(stem, `number ${digits} is not one of 000001–00${last}`);
    }
    return {
      labels: {
        corpus: "esd",
        emotion,
        speaker,
        sex: WOMEN.includes(speaker) ? "female" : "male",
        language,
      },
      take: stem,
    };
  },
};
