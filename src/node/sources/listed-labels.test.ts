import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { zipSync } from "fflate";
import { labelsOf } from "../../corpora/labels.ts";
import { readEmotionMap } from "./emotion-map.ts";
import { openSources } from "./sources.ts";

const FILES: Readonly<Record<string, string>> = {
  "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M000.wav": "",
  "Session1/dialog/EmoEvaluation/Ses01F_impro01.txt":
    "% [START_TIME - END_TIME] TURN_NAME EMOTION [V, A, D]\n\n[6.2901 - 8.2357]\tSes01F_impro01_M000\tfru\t[2.5, 2.5, 2.5]\nC-E2:\tFrustration;\t()\n",
  "Audios/MSP-PODCAST_0001_0008.wav": "",
  "Labels/labels_consensus.csv":
    "FileName,EmoClass,EmoAct,EmoVal,EmoDom,SpkrID,Gender,Split_Set\nMSP-PODCAST_0001_0008.wav,C,2.2,4.0,2.6,30,Female,Test1\n",
  "train_splits/dia0_utt1.mp4": "",
  "dev_splits_complete/dia0_utt1.mp4": "",
  "train_sent_emo.csv":
    "Sr No.,Utterance,Speaker,Emotion,Dialogue_ID,Utterance_ID\n1,No,Ross,anger,0,1\n",
  "dev_sent_emo.csv":
    "Sr No.,Utterance,Speaker,Emotion,Dialogue_ID,Utterance_ID\n1,Oh,Joey,fear,0,1\n",
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-lists-"));
  for (const [path, text] of Object.entries(FILES)) {
    const file = join(folder, "corpora", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const entries = Object.entries(FILES).map(([path, text]) => [path, Buffer.from(text)] as const);
  await writeFile(join(folder, "corpora.zip"), zipSync(Object.fromEntries(entries)));
});

afterAll(() => rm(folder, { recursive: true }));

test.each(["corpora", "corpora.zip"])(
  "labels that files beside the recordings list: %s",
  async (name) => {
    await using sources = await openSources([join(folder, name)]);
    expect(sources.problems).toEqual([]);
    expect(Object.fromEntries(sources.recordings.map((own) => [own.path, labelsOf(own)]))).toEqual({
      "Audios/MSP-PODCAST_0001_0008.wav": {
        corpus: "msp-podcast",
        emotion: "contempt",
        speaker: "30",
        sex: "female",
        language: "en",
      },
      "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M000.wav": {
        corpus: "iemocap",
        emotion: "frustrated",
        speaker: "Ses01M",
        sex: "male",
        language: "en",
      },
      "dev_splits_complete/dia0_utt1.mp4": {
        corpus: "meld",
        emotion: "fearful",
        speaker: "Joey",
        language: "en",
        statement: "Oh",
      },
      "train_splits/dia0_utt1.mp4": {
        corpus: "meld",
        emotion: "angry",
        speaker: "Ross",
        language: "en",
        statement: "No",
      },
    });
  },
);

test("a table maps labels in another language", async () => {
  const file = join(folder, "map.csv");
  await writeFile(file, "found;canonical\nFreude;happy\nWut;anger\nSehnsucht;longing\n");
  const map = readEmotionMap(file);
  expect(map).toEqual({ Freude: "happy", Wut: "angry", Sehnsucht: "longing" });
  const words = join(folder, "words");
  await mkdir(words);
  for (const word of ["Freude", "Wut"]) await writeFile(join(words, `anna_${word}_1.wav`), "");
  await using sources = await openSources([words], { pattern: "{speaker}_{emotion}_*", map });
  expect(sources.recordings.map(({ emotion }) => emotion)).toEqual(["happy", "angry"]);
  expect(sources.notes).toEqual(["labels are mapped: Freude → happy (1), Wut → angry (1)"]);
});

test.each([
  ["found,canonical,more\na,b,c\n", "must have the two columns found and canonical"],
  ["canonical,found\nhappy,\n", "line 2: a cell is empty"],
  ["found,canonical\na,happy\na,sad\n", "line 3: a is there twice"],
])("a map that is none: %j", async (text, message) => {
  const file = join(folder, "bad.csv");
  await writeFile(file, text);
  expect(() => readEmotionMap(file)).toThrow(message);
});
