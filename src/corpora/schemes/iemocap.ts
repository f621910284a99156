import { badName, type Corpus, fileStem } from "./corpus.ts";
import { type LabelList, listedEmotion } from "./label-list.ts";

const SESSIONS = ["01", "02", "03", "04", "05"];

/** `[6.2901 - 8.2357]	Ses01F_impro01_F000	neu	[2.5000, 2.5000, 2.5000]` */
const RATED = /^\[[\d.]+ - [\d.]+\]\t(Ses\w+)\t(\w+)\t/;

/** The files of ratings, one a dialogue. `xxx` are utterances without agreement. */
const ratings: LabelList = {
  matches: (path) => /(^|\/)EmoEvaluation\/Ses[^/]+\.txt$/.test(path),
  read({ line = "" }) {
    const [, utterance = "", code = ""] = RATED.exec(line) ?? [];
    if (utterance === "") return undefined;
    return [utterance, code === "oth" ? { emotion: "other" } : listedEmotion(code, ["xxx"])];
  },
};

/**
 * The Interactive Emotional Dyadic Motion Capture database (Busso et al., 2008, https://doi.org/10.1007/s10579-008-9076-6): session, who wears
 * markers, dialogue, speaker and number, such as `Ses01F_impro01_M000` or `Ses01F_script01_1_M000`. Emotions are in the folders
 * `EmoEvaluation`. Each session has a woman and a man.
 */
export const iemocap: Corpus = {
  name: "iemocap",
  speakers: SESSIONS.flatMap((session) => [`Ses${session}F`, `Ses${session}M`]),
  list: ratings,
  label(path) {
    const stem = fileStem(path);
    const match = /^Ses(0[1-5])[FM]_(?:impro|script)\w+_([FM])\w*\d{3}$/.exec(stem);
    if (match === null) {
      throw badName(stem, "is not an utterance of an IEMOCAP name, such as Ses01F_impro01_M000");
    }
    const [, session = "", letter = ""] = match;
    return {
      labels: {
        corpus: "iemocap",
        speaker: `Ses${session}${letter}`,
        sex: letter === "F" ? "female" : "male",
        language: "en",
      },
      take: stem,
    };
  },
};
