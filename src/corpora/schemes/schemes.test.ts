import { expect, test } from "vitest";
import { labelsOfPaths } from "../identify.ts";
import { asvpEsd } from "./asvp-esd.ts";
import type { Corpus } from "./corpus.ts";
import { esd } from "./esd.ts";
import { iemocap } from "./iemocap.ts";
import { type ListRow, listKey } from "./label-list.ts";
import { meld } from "./meld.ts";
import { mspPodcast } from "./msp-podcast.ts";

test.each([
  ["0011/Angry/0011_000351.wav", { emotion: "angry", speaker: "0011", sex: "male" }],
  ["0011/Happy/0011_000701.wav", { emotion: "happy", language: "en" }],
  ["0015/Surprise/test/0015_001609.wav", { emotion: "surprised", sex: "female" }],
  ["0011_001283.wav", { emotion: "sad" }],
  ["0001_000350.wav", { emotion: "neutral", sex: "female", language: "zh" }],
])("ESD: %s", (path, labels) => {
  expect(esd.label(path).labels).toMatchObject({ corpus: "esd", ...labels });
});

test("ASVP-ESD: the example of its description", () => {
  expect(asvpEsd.label("actor_12/03-01-06-01-02-12-02-01-01-16.wav").labels).toEqual({
    corpus: "asvp-esd",
    emotion: "fearful",
    speaker: "12",
    sex: "male",
    language: "zh",
    intensity: "normal",
  });
  expect(asvpEsd.label("03-02-12-02-11-115-02-03-02.wav").labels).toEqual({
    corpus: "asvp-esd",
    emotion: "disappointment",
    speaker: "115",
    sex: "female",
    language: "en",
    intensity: "high",
  });
  expect(asvpEsd.label("03-02-13-00-11-01-02-03-77.wav").labels).not.toHaveProperty("emotion");
});

test("IEMOCAP: the speaker is who speaks, not who wears the markers", () => {
  expect(iemocap.label("Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M000.wav")).toEqual({
    labels: { corpus: "iemocap", speaker: "Ses01M", sex: "male", language: "en" },
    take: "Ses01F_impro01_M000",
  });
  expect(iemocap.label("Ses05M_script01_1b_F012.wav").labels.speaker).toBe("Ses05F");
});

const RATINGS = "Session1/dialog/EmoEvaluation/Ses01F_impro01.txt";

test.each<[Corpus, string, ListRow, string, object | undefined]>([
  [
    iemocap,
    RATINGS,
    { line: "[6.2901 - 8.2357]\tSes01F_impro01_F000\texc\t[2.5000, 2.5000, 2.5000]" },
    "a/Ses01F_impro01_F000.wav",
    { emotion: "excited" },
  ],
  [
    iemocap,
    RATINGS,
    { line: "[10.0 - 12.5]\tSes01F_impro01_F001\txxx\t[2.5000, 2.5000, 2.5000]" },
    "a/Ses01F_impro01_F001.wav",
    {},
  ],
  [
    mspPodcast,
    "Labels/labels_consensus.csv",
    { FileName: "MSP-PODCAST_0001_0008.wav", EmoClass: "U", SpkrID: "30", Gender: "Male" },
    "Audios/MSP-PODCAST_0001_0008.wav",
    { emotion: "surprised", speaker: "30", sex: "male" },
  ],
  [
    mspPodcast,
    "labels_consensus.csv",
    { FileName: "MSP-PODCAST_0001_0009.wav", EmoClass: "X", SpkrID: "Unknown", Gender: "Unknown" },
    "MSP-PODCAST_0001_0009.wav",
    {},
  ],
  [
    meld,
    "MELD.Raw/dev_sent_emo.csv",
    {
      Utterance: "What?",
      Speaker: "Monica",
      Emotion: "joy",
      Dialogue_ID: "0",
      Utterance_ID: "1",
    },
    "test-data/MELD.Raw/dev_splits_complete/dia0_utt1.mp4",
    { emotion: "happy", speaker: "Monica", statement: "What?" },
  ],
])("$name lists labels in %s", ({ list }, file, row, recording, labels) => {
  expect(list!.matches(file)).toBe(true);
  const [key, read] = list!.read(row, file)!;
  expect(key).toBe(listKey(list!, recording));
  expect(read).toEqual(labels);
});

test("lines without a rating are none of a recording", () => {
  expect(iemocap.list!.read({ line: "C-E2:\tNeutral;\t()" }, RATINGS)).toBeUndefined();
});

test("MELD: utterances of two parts are two takes", () => {
  const { labels } = labelsOfPaths(["train_splits/dia0_utt1.mp4", "dev_splits/dia0_utt1.mp4"]);
  expect(labels.map(({ take }) => take)).toEqual(["meld/train/dia0_utt1", "meld/dev/dia0_utt1"]);
});

test.each([
  [esd, "0021_000001.wav", "speaker 0021 is not one of 0001, 0002"],
  [esd, "0011_001751.wav", "number 001751 is not one of 000001–001750"],
  [asvpEsd, "03-01-14-01-02-12-02-01-01.wav", "emotion 14 is not one of 01, 02"],
  [asvpEsd, "03-01-06-01-02-12-02.wav", "is not 9 or 10 numbers"],
  [iemocap, "Ses01F_impro01.wav", "is not an utterance of an IEMOCAP name"],
  [mspPodcast, "MSP-PODCAST_1_2.wav", "is not an MSP-Podcast name"],
  [meld, "dia_utt.mp4", "is not a MELD name"],
])("$name: $1", (corpus, path, message) => {
  expect(() => corpus.label(path)).toThrow(expect.objectContaining({ code: "bad-name" }));
  expect(() => corpus.label(path)).toThrow(message);
});
