import { badName, type Corpus, fileStem } from "./corpus.ts";
import { type LabelList, listedEmotion } from "./label-list.ts";

/** The part of the corpus that a path is of, by its deepest name that tells it: numbers of dialogues begin again in each. */
function partOf(path: string): string {
  const names = path.split("/").toReversed();
  return names.map((name) => /train|dev|test/i.exec(name)?.[0].toLowerCase()).find(Boolean) ?? "";
}

/** `train_sent_emo.csv` and its like: Utterance, Speaker, Emotion, …, Dialogue_ID, Utterance_ID. */
const sentences: LabelList = {
  matches: (path) => /(^|\/)(train|dev|test)_sent_emo\.csv$/.test(path),
  read(row, path) {
    const { Dialogue_ID = "", Utterance_ID = "", Emotion = "", Speaker = "" } = row;
    const statement = row["Utterance"] ?? "";
    return [
      `${partOf(path)}/dia${Dialogue_ID}_utt${Utterance_ID}`,
      {
        ...listedEmotion(Emotion),
        ...(Speaker !== "" && { speaker: Speaker }),
        ...(statement !== "" && { statement }),
      },
    ];
  },
  keyOf: (path) => `${partOf(path)}/${utteranceOf(path)}`,
};

/** `dia0_utt1`, which a test file may have as `final_videos_testdia0_utt1`. */
function utteranceOf(path: string): string {
  return /dia\d+_utt\d+$/.exec(fileStem(path))?.[0] ?? "";
}

/**
 * The Multimodal EmotionLines Dataset (Poria et al., ACL 2019, https://aclanthology.org/P19-1050/): dialogue and utterance of a television
 * series, such as `dia0_utt1`. Emotions and speakers are in `train_sent_emo.csv`, `dev_sent_emo.csv` and `test_sent_emo.csv`; the
 * recordings of each are in a folder whose name holds `train`, `dev` or `test`.
 */
export const meld: Corpus = {
  name: "meld",
  speakers: [],
  list: sentences,
  label(path) {
    const utterance = utteranceOf(path);
    if (utterance === "") {
      throw badName(fileStem(path), "is not a MELD name, such as dia0_utt1");
    }
    return { labels: { corpus: "meld", language: "en" }, take: sentences.keyOf!(path) };
  },
};
