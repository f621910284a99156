import { badName, type Corpus, fileStem } from "./corpus.ts";
import { EMOTIONS, emotionFromWord } from "../emotions.ts";

const SPEAKERS = ["OAF", "YAF"];

const EMOTIONS_OF_TESS: readonly string[] = EMOTIONS.filter((emotion) => emotion !== "calm");

/** The variants of a speaker's code; the published corpus has `OA_bite_neutral`. */
const SPEAKER_BY_SLIP: ReadonlyMap<string, string> = new Map([["OA", "OAF"]]);

/**
 * The Toronto emotional speech set (Pichora-Fuller and Dupuis, 2020): `Speaker_word_emotion`, such as `OAF_back_fear`,
 * by an older and a younger woman. The emotion may be written in any of the ways that the corpus' files and folders
 * have: `ps`, `Pleasant_surprise`, `pleasant_surprised`.
 */
export const tess: Corpus = {
  name: "tess",
  speakers: SPEAKERS,
  label(path) {
    const stem = fileStem(path);
    const match = /^([A-Za-z]+)_([A-Za-z]+)_(.+)$/.exec(stem);
    if (match === null) {
      throw badName(
        stem,
        `has ${stem.split("_").length} fields where a TESS name has 3: speaker_word_emotion`,
      );
    }
    const written = match[1]!.toUpperCase();
    const speaker = SPEAKER_BY_SLIP.get(written) ?? written;
    if (!SPEAKERS.includes(speaker))
      throw badName(stem, `speaker ${match[1]!} is not one of ${SPEAKERS.join(", ")}`);
    const emotion = emotionFromWord(match[3]!);
    if (emotion === undefined || !EMOTIONS_OF_TESS.includes(emotion)) {
      throw badName(
        stem,
        `emotion ${match[3]!} is not one of neutral, happy, sad, angry, fear, disgust, ps`,
      );
    }
    return {
      labels: {
        corpus: "tess",
        emotion,
        speaker,
        sex: "female",
        language: "en",
        statement: `Say the word ${match[2]!}`,
      },
      take: `${speaker}_${match[2]!.toLowerCase()}_${emotion}`,
      ...(speaker !== written && { remark: `speaker ${written} is taken for ${speaker}` }),
    };
  },
};
