import { badName, type Corpus, decodeField, fileStem } from "./corpus.ts";
import type { Emotion } from "../emotions.ts";
import type { Sex } from "../labels.ts";

const SEX_BY_SPEAKER: ReadonlyMap<string, Sex> = new Map([
  ["03", "male"],
  ["08", "female"],
  ["09", "female"],
  ["10", "male"],
  ["11", "male"],
  ["12", "male"],
  ["13", "female"],
  ["14", "female"],
  ["15", "male"],
  ["16", "female"],
]);

const SENTENCE_BY_CODE: ReadonlyMap<string, string> = new Map([
  ["a01", "Der Lappen liegt auf dem Eisschrank."],
  ["a02", "Das will sie am Mittwoch abgeben."],
  ["a04", "Heute abend könnte ich es ihm sagen."],
  ["a05", "Das schwarze Stück Papier befindet sich da oben neben dem Holzstück."],
  ["a07", "In sieben Stunden wird es soweit sein."],
  ["b01", "Was sind denn das für Tüten, die da unter dem Tisch stehen?"],
  ["b02", "Sie haben es gerade hochgetragen und jetzt gehen sie wieder runter."],
  ["b03", "An den Wochenenden bin ich jetzt immer nach Hause gefahren und habe Agnes besucht."],
  ["b09", "Ich will das eben wegbringen und dann mit Karl was trinken gehen."],
  ["b10", "Die wird auf dem Platz sein, wo wir sie immer hinlegen."],
]);

const EMOTION_BY_LETTER: ReadonlyMap<string, Emotion> = new Map([
  ["N", "neutral"],
  ["F", "happy"],
  ["T", "sad"],
  ["W", "angry"],
  ["A", "fearful"],
  ["E", "disgust"],
  ["L", "boredom"],
]);

/**
 * The Berlin Database of Emotional Speech (Burkhardt et al., 2005): speaker, text, the letter of the German emotion,
 * version, such as `03a01Fa`.
 */
export const emoDb: Corpus = {
  name: "emo-db",
  speakers: [...SEX_BY_SPEAKER.keys()],
  label(path) {
    const stem = fileStem(path);
    const match = /^(\d\d)([a-z]\d\d)([A-Z])[a-z]$/.exec(stem);
    if (match === null) {
      throw badName(
        stem,
        "is not speaker, text, emotion letter and version of an EMO-DB name, such as 03a01Fa",
      );
    }
    const [, speaker = "", text = "", letter = ""] = match;
    const sex = decodeField(stem, "speaker", speaker, SEX_BY_SPEAKER);
    const statement = decodeField(stem, "text", text, SENTENCE_BY_CODE);
    const emotion = decodeField(stem, "emotion", letter, EMOTION_BY_LETTER);
    return {
      labels: { corpus: "emo-db", emotion, speaker, sex, language: "de", statement },
      take: stem,
    };
  },
};
