import { badName, type Corpus, fileStem } from "./corpus.ts";
import type { Emotion } from "../emotions.ts";
import type { LabelList } from "./label-list.ts";
import { sexFromWord } from "../labels.ts";

/** The codes of `EmoClass`. `X` are recordings without agreement. */
const EMOTION_BY_CODE: Readonly<Record<string, Emotion | "other">> = {
  A: "angry",
  S: "sad",
  H: "happy",
  U: "surprised",
  F: "fearful",
  D: "disgust",
  C: "contempt",
  N: "neutral",
  O: "other",
};

/** `labels_consensus.csv`: FileName, EmoClass, …, SpkrID, Gender, Split_Set. */
const consensus: LabelList = {
  matches: (path) => /(^|\/)labels_consensus\.csv$/.test(path),
  read({ FileName = "", EmoClass = "", SpkrID = "Unknown", Gender = "" }) {
    const emotion = EMOTION_BY_CODE[EmoClass];
    const sex = sexFromWord(Gender);
    return [
      fileStem(FileName),
      {
        ...(emotion !== undefined && { emotion }),
        ...(/^\d+$/.test(SpkrID) && { speaker: SpkrID }),
        ...(sex !== undefined && { sex }),
      },
    ];
  },
};

/**
 * The MSP-Podcast corpus (Lotfian and Busso, 2019, https://doi.org/10.1109/TAFFC.2017.2736999): podcast and turn, such as
 * `MSP-PODCAST_0001_0008`. Emotions and speakers are in `Labels/labels_consensus.csv`.
 */
export const mspPodcast: Corpus = {
  name: "msp-podcast",
  speakers: [],
  list: consensus,
  label(path) {
    const stem = fileStem(path);
    if (!/^MSP-PODCAST_\d{4}_\d{4}(_\d{4})?$/.test(stem)) {
      throw badName(stem, "is not an MSP-Podcast name, such as MSP-PODCAST_0001_0008");
    }
    return { labels: { corpus: "msp-podcast", language: "en" }, take: stem };
  },
};
