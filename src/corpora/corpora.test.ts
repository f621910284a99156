import { expect, test } from "vitest";
import { cremaD } from "./schemes/crema-d.ts";
import { emoDb } from "./schemes/emo-db.ts";
import { emotionFromWord, sortEmotions } from "./emotions.ts";
import { labelsOfPaths } from "./identify.ts";
import { speakerId } from "./labels.ts";
import { tess } from "./schemes/tess.ts";

test.each([
  [
    "AudioWAV/1001_DFA_ANG_XX.wav",
    { emotion: "angry", speaker: "1001", statement: "Don't forget a jacket" },
  ],
  [
    "1091_IEO_FEA_LO.opus",
    { emotion: "fearful", speaker: "1091", statement: "It's eleven o'clock", intensity: "low" },
  ],
  ["1040_IEO_HAP_MD.flv", { emotion: "happy", speaker: "1040", intensity: "medium" }],
  ["1040_IEO_DIS_HI.mp3", { emotion: "disgust", intensity: "high" }],
])("CREMA-D: %s", (path, labels) => {
  expect(cremaD.label(path)).toMatchObject({ labels: { corpus: "crema-d", ...labels } });
});

test("CREMA-D: level XX gives no intensity; sex and age are those of the corpus' list of actors", () => {
  expect(cremaD.label("1001_DFA_NEU_XX.wav").labels).toEqual({
    corpus: "crema-d",
    emotion: "neutral",
    speaker: "1001",
    sex: "male",
    age: "51",
    language: "en",
    statement: "Don't forget a jacket",
  });
  expect(cremaD.label("1040_ITH_SAD_X.wav").remark).toBe("level X is taken for XX");
});

test.each([
  ["OAF_Fear/OAF_back_fear.wav", "OAF", "fearful", "back"],
  ["YAF_youth_ps.opus", "YAF", "surprised", "youth"],
  ["OAF_Pleasant_surprise/OAF_rain_pleasant_surprise.wav", "OAF", "surprised", "rain"],
  ["YAF_dog_pleasant_surprised.wav", "YAF", "surprised", "dog"],
  ["yaf_dog_Angry.wav", "YAF", "angry", "dog"],
  ["OA_bite_neutral.wav", "OAF", "neutral", "bite"],
])("TESS: %s", (path, speaker, emotion, word) => {
  expect(tess.label(path).labels).toEqual({
    corpus: "tess",
    emotion,
    speaker,
    sex: "female",
    language: "en",
    statement: `Say the word ${word}`,
  });
});

test.each([
  ["03a01Fa.wav", { speaker: "03", sex: "male", emotion: "happy" }],
  ["16b10Lb.opus", { speaker: "16", sex: "female", emotion: "boredom" }],
  ["08a02Ac.wav", { speaker: "08", sex: "female", emotion: "fearful" }],
  ["12b03Wd.wav", { speaker: "12", sex: "male", emotion: "angry" }],
  ["14a07Tb.wav", { emotion: "sad" }],
  ["14a07Eb.wav", { emotion: "disgust" }],
  ["14a07Nb.wav", { emotion: "neutral" }],
])("EMO-DB: %s", (path, labels) => {
  expect(emoDb.label(`wav/${path}`)).toMatchObject({ labels: { corpus: "emo-db", ...labels } });
});

test.each([
  [cremaD, "1092_DFA_ANG_XX.wav", "actor 1092 is not one of 1001–1091"],
  [cremaD, "1001_ABC_ANG_XX.wav", "sentence ABC is not one of IEO, TIE"],
  [cremaD, "1001_DFA_CAL_XX.wav", "emotion CAL is not one of NEU, HAP, SAD, ANG, FEA, DIS"],
  [cremaD, "1001_DFA_ANG_YY.wav", "level YY is not one of LO, MD, HI, XX"],
  [cremaD, "1001_DFA_ANG.wav", "has 3 fields where a CREMA-D name has 4"],
  [tess, "MAF_back_fear.wav", "speaker MAF is not one of OAF, YAF"],
  [tess, "OAF_back_bored.wav", "emotion bored is not one of"],
  [tess, "OAF_back.wav", "has 2 fields where a TESS name has 3"],
  [emoDb, "04a01Fa.wav", "speaker 04 is not one of 03, 08"],
  [emoDb, "03a03Fa.wav", "text a03 is not one of a01, a02"],
  [emoDb, "03a01Xa.wav", "emotion X is not one of N, F, T, W, A, E, L"],
  [emoDb, "03a01F.wav", "is not speaker, text, emotion letter and version"],
])("$name: $1", (corpus, path, message) => {
  expect(() => corpus.label(path)).toThrow(expect.objectContaining({ code: "bad-name" }));
  expect(() => corpus.label(path)).toThrow(message);
});

test("emotions keep their order, unknown ones follow", () => {
  expect(sortEmotions(["zeal", "surprised", "boredom", "calm", "neutral", "awe", "calm"])).toEqual([
    "neutral",
    "calm",
    "surprised",
    "boredom",
    "awe",
    "zeal",
  ]);
  expect(emotionFromWord("Pleasant surprise")).toBe("surprised");
  expect(emotionFromWord("constructor")).toBeUndefined();
});

test("a name tells its corpus; those that fit none are told what is wrong with them", () => {
  const paths = [
    "a/03-01-01-01-01-01-01.wav",
    "b/03-01-09-01-01-01-01.wav",
    "c/1001_DFA_ANG_XX.wav",
    "d/03-01-02-01-01-01-02.wav",
  ];
  const { labels, problems } = labelsOfPaths(paths);
  expect(labels.map(({ corpus }) => corpus)).toEqual(["ravdess", undefined, "crema-d", "ravdess"]);
  expect(problems).toEqual([{ path: paths[1], reason: "emotion 09 is not one of 01–08" }]);
});

test("recordings of one's own are no problem", () => {
  const { labels, problems } = labelsOfPaths(["me.wav", "you.wav", "03-01-01-01-01-01-01.wav"]);
  expect(labels.map(({ speaker }) => speaker)).toEqual([undefined, undefined, "01"]);
  expect(problems).toEqual([]);
  expect(labelsOfPaths([])).toEqual({ labels: [], problems: [] });
});

test("the deepest folder that is named for an emotion tells it, where the name tells nothing", () => {
  const { labels, problems } = labelsOfPaths([
    "sad/03-01-03-01-01-01-01.wav",
    "data/01Sad/x.wav",
    "happy/angry/y.wav",
    "clips/z.wav",
  ]);
  expect(labels.map(({ emotion }) => emotion)).toEqual(["happy", "sad", "angry", undefined]);
  expect(problems).toEqual([]);
});

test("names tell one take in whatever form the corpus gives it", () => {
  const takesOf = (...paths: string[]) => labelsOfPaths(paths).labels.map(({ take }) => take);
  const ravdess = takesOf(
    "01-01-03-01-01-01-01.mp4",
    "03-01-03-01-01-01-01.wav",
    "03-01-03-01-01-02-01.wav",
  );
  expect(ravdess[0]).toBe(ravdess[1]);
  expect(ravdess[2]).not.toBe(ravdess[1]);
  const [flv, mp3] = takesOf("1001_DFA_ANG_XX.flv", "AudioMP3/1001_DFA_ANG_XX.mp3");
  expect(flv).toBe(mp3);
});

test("a slip is labelled and reported", () => {
  const { labels, problems } = labelsOfPaths(["OAF_neutral/OA_bite_neutral.wav"]);
  expect(labels[0]).toMatchObject({ speaker: "OAF", emotion: "neutral" });
  expect(problems).toEqual([
    { path: "OAF_neutral/OA_bite_neutral.wav", reason: "speaker OA is taken for OAF" },
  ]);
});

test("two corpora's speaker 1 are two people", () => {
  expect(speakerId({ corpus: "ravdess", speaker: "03" })).not.toBe(
    speakerId({ corpus: "emo-db", speaker: "03" }),
  );
  expect(speakerId({ speaker: "ann" })).toBe("ann");
  expect(speakerId({ corpus: "ravdess" })).toBeUndefined();
});
