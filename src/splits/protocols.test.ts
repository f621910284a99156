import { describe, expect, it } from "vitest";
import { assertNoLeak, takeValidationSpeakers, type SplitClip, withAugmented } from "./folds.ts";
import { defaultProtocol, PROTOCOLS, splitClips, type Protocol } from "./protocols.ts";

const EMOTIONS = ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"];

/** Clips as RAVDESS has them: of each actor 4 neutral ones and 8 of every other emotion. */
function ravdess(actors: readonly number[] = Array.from({ length: 24 }, (_, i) => i + 1)) {
  return actors.flatMap((actor) =>
    EMOTIONS.flatMap((emotion) =>
      Array.from({ length: emotion === "neutral" ? 4 : 8 }, (_, take): SplitClip => {
        const speaker = String(actor).padStart(2, "0");
        return {
          emotion,
          corpus: "ravdess",
          speaker,
          speakerId: `ravdess/${speaker}`,
          take: `${speaker}-${emotion}-${take}`,
        };
      }),
    ),
  );
}

function clip(speakerId: string, emotion: string, take: string): SplitClip {
  return { speakerId, emotion, take };
}

/** A speaker of a folder of recordings, half of them happy. */
function folderSpeaker(speakerId: string, clips: number): SplitClip[] {
  return Array.from({ length: clips }, (_, i) =>
    clip(speakerId, i % 2 === 0 ? "happy" : "sad", `${speakerId}-${i}`),
  );
}

const seed = 1;
const whole = ravdess();

describe.each(PROTOCOLS.filter((one) => one !== "cross-corpus"))("%s on RAVDESS", (protocol) => {
  const { folds, speakerDependent, warnings } = splitClips(whole, { protocol, seed });

  it("has no clip on two sides and warns of nothing", () => {
    for (const { train, validation = [], test } of folds) {
      const used = [...train, ...validation, ...test];
      expect(new Set(used).size).toBe(used.length);
      expect(used.length).toBe(whole.length);
    }
    expect(warnings).toEqual([]);
  });

  it("shares speakers only where it says so", () => {
    const shared = folds.some(({ train, test }) => {
      const trained = new Set(train.map((i) => whole[i]!.speakerId));
      return test.some((i) => trained.has(whole[i]!.speakerId));
    });
    expect(shared).toBe(speakerDependent);
    expect(speakerDependent).toBe(protocol === "random");
  });

  it("tests every clip once, apart from random and fixed", () => {
    const tested = folds.flatMap(({ test }) => test).length;
    expect(tested).toBe(protocol === "random" ? 3 * 360 : protocol === "fixed" ? 240 : 1440);
  });

  it("divides alike for the same seed", () => {
    expect(splitClips(whole, { protocol, seed }).folds).toEqual(folds);
  });
});

describe("protocols", () => {
  it.each<[Protocol, string[]]>([
    [
      "emobox-6",
      ["01 11 20 21", "04 10 12 14", "08 09 19 23", "03 05 07 24", "02 15 16 18", "06 13 17 22"],
    ],
    [
      "luna-5",
      ["02 05 14 15 16", "03 06 07 13 18", "10 11 12 19 20", "08 17 21 23 24", "01 04 09 22"],
    ],
    ["fixed", ["21 22 23 24"]],
  ])("%s tests the actors that it is defined by", (protocol, actors) => {
    const { folds } = splitClips(whole, { protocol, seed });
    expect(folds.map(({ testSpeakers }) => testSpeakers.join(" "))).toEqual(actors);
  });

  it("fixed holds its development actors out", () => {
    const [fold] = splitClips(whole, { protocol: "fixed", seed }).folds;
    const held = new Set(fold!.validation!.map((i) => whole[i]!.speaker));
    expect(held).toEqual(new Set(["16", "17", "19", "20"]));
  });

  it("random tests a quarter of each emotion", () => {
    for (const { test } of splitClips(whole, { protocol: "random", seed }).folds) {
      for (const emotion of EMOTIONS) {
        expect(test.filter((i) => whole[i]!.emotion === emotion).length).toBe(
          emotion === "neutral" ? 24 : 48,
        );
      }
    }
  });

  it("random draws another division for another seed, and for each split", () => {
    const { folds } = splitClips(whole, { protocol: "random", seed });
    expect(splitClips(whole, { protocol: "random", seed: 2 }).folds).not.toEqual(folds);
    expect(folds[1]!.test).not.toEqual(folds[0]!.test);
  });

  it("random keeps copies of a recording together", () => {
    const clips = whole.map((one, i) => ({ ...one, take: `${i >> 1}` }));
    for (const { train, test } of splitClips(clips, { protocol: "random", seed }).folds) {
      const trained = new Set(train.map((i) => clips[i]!.take));
      expect(test.some((i) => trained.has(clips[i]!.take))).toBe(false);
      expect(test.length).toBe(360);
    }
  });

  it("loso tests one speaker at a time, in order", () => {
    const { folds } = splitClips(whole, { protocol: "loso", seed });
    expect(folds.map(({ testSpeakers }) => testSpeakers)).toEqual(
      Array.from({ length: 24 }, (_, i) => [String(i + 1).padStart(2, "0")]),
    );
  });

  it("group-k balances clips, not speakers", () => {
    const clips = [
      ...folderSpeaker("large", 60),
      ...["a", "b", "c", "d", "e", "f"].flatMap((id) => folderSpeaker(id, 10)),
    ];
    const { folds } = splitClips(clips, { protocol: "group-k", seed, folds: 2 });
    expect(folds.map(({ test }) => test.length)).toEqual([60, 60]);
    expect(folds[0]!.testSpeakers).toEqual(["large"]);
  });

  it("calls speakers by id where two corpora share a name", () => {
    const clips = ["a/1", "b/1"].flatMap((speakerId) =>
      folderSpeaker(speakerId, 4).map((one) => ({ ...one, speaker: "1" })),
    );
    const { folds } = splitClips(clips, { protocol: "loso", seed });
    expect(folds.map(({ testSpeakers }) => testSpeakers)).toEqual([["a/1"], ["b/1"]]);
  });

  it("drops a training clip whose audio is tested under another speaker", () => {
    const copy = clip("b", "sad", "a-0");
    const clips = [...folderSpeaker("a", 4), ...folderSpeaker("b", 4), copy];
    const { folds, warnings } = splitClips(clips, { protocol: "loso", seed });
    expect(folds[0]!.train).toEqual([4, 5, 6, 7]);
    expect(folds[1]!.train).toEqual([1, 2, 3]);
    expect(warnings).toEqual([
      expect.stringContaining("fold a: 1 training clips dropped"),
      expect.stringContaining("fold b: 1 training clips dropped"),
    ]);
  });

  it("warns of an emotion that a fold cannot learn", () => {
    const clips = [...folderSpeaker("a", 4), clip("a", "angry", "x"), ...folderSpeaker("b", 4)];
    expect(splitClips(clips, { protocol: "loso", seed }).warnings).toEqual([
      "fold a: no training clip is angry, so its 1 test clips cannot be recognised",
    ]);
  });

  it("names absent actors", () => {
    const { warnings } = splitClips(ravdess([1, 4, 8, 3, 2, 6]), { protocol: "emobox-6", seed });
    expect(warnings[0]).toBe("emobox-6, fold 1: no clips of actors 11 20 21");
  });

  it("chooses by what there is", () => {
    expect(defaultProtocol(whole)).toBe("emobox-6");
    expect(defaultProtocol(ravdess([1, 2, 3]))).toBe("group-k");
    expect(defaultProtocol([...whole, ...folderSpeaker("other", 4)])).toBe("group-k");
  });
});

describe("few speakers", () => {
  const clips = [...folderSpeaker("a", 4), ...folderSpeaker("b", 4)];

  it("have a fold each, which is said", () => {
    const { folds, warnings } = splitClips(clips, { protocol: "group-k", seed });
    expect(folds.map(({ testSpeakers }) => testSpeakers.length)).toEqual([1, 1]);
    expect(warnings).toContain("group-k: 2 folds, one a speaker");
  });

  it("do not allow more folds than there are of them", () => {
    expect(() => splitClips(clips, { protocol: "group-k", seed, folds: 5 })).toThrow(
      /5 folds need at least 5 speakers, found 2/,
    );
  });

  it("are divided at random where they are not known", () => {
    const unknown = clips.map(({ speakerId: _, ...one }) => one);
    expect(splitClips(unknown, { protocol: "random", seed }).folds).toHaveLength(3);
  });

  it("leave clips of unknown speakers out of folds of speakers, which is said", () => {
    const { speakerId: _, ...unknown } = clip("a", "sad", "unknown");
    const { folds, warnings } = splitClips([...clips, unknown], { protocol: "loso", seed });
    for (const { train, test } of folds) expect([...train, ...test]).not.toContain(clips.length);
    expect(warnings).toContain("1 clips are in no fold, because their speakers are not known");
  });
});

describe("refuses", () => {
  it.each<[string, SplitClip[], Protocol, RegExp]>([
    ["no clips", [], "random", /at least two emotions are needed, found 0 clips of none/],
    ["one emotion", [clip("a", "sad", "1"), clip("b", "sad", "2")], "loso", /found 2 clips of sad/],
    ["one speaker", folderSpeaker("a", 8), "group-k", /found only a; .*--protocol random/],
    [
      "unknown speakers",
      folderSpeaker("a", 8).map(({ speakerId: _, ...one }) => one),
      "group-k",
      /no speaker is known; name the speakers .*, or use --protocol random/,
    ],
    [
      "clips too few to test",
      [clip("a", "sad", "1"), clip("a", "happy", "2")],
      "random",
      /too few/,
    ],
    [
      "another corpus",
      [...folderSpeaker("a", 4), ...folderSpeaker("b", 4)],
      "emobox-6",
      /actors 01 to 24 of RAVDESS, found speaker a of an unknown corpus/,
    ],
    [
      "another corpus' speakers with RAVDESS' names",
      ravdess().map((c) => ({ ...c, corpus: "emo-db" })),
      "luna-5",
      /speaker 01 of emo-db/,
    ],
    [
      "a fold without test clips",
      ravdess([1, 4, 8]),
      "emobox-6",
      /fold 4 \(test actors 03 05 07 24\) has no test clips, found only the actors 01 04 08/,
    ],
    ["a fold without training clips", ravdess([16, 21, 22]), "fixed", /has no training clips/],
    [
      "speakers who are copies",
      [...folderSpeaker("a", 4), ...folderSpeaker("a", 4).map((c) => ({ ...c, speakerId: "b" }))],
      "loso",
      /fold a: no training clips are left/,
    ],
  ])("%s", (_, clips, protocol, message) => {
    expect(() => splitClips(clips, { protocol, seed })).toThrow(message);
    expect(() => splitClips(clips, { protocol, seed })).toThrow(
      expect.objectContaining({ code: "bad-data" }),
    );
  });

  it("a k that is not a number of folds", () => {
    expect(() => splitClips(whole, { protocol: "group-k", seed, folds: 1 })).toThrow(
      expect.objectContaining({ code: "invalid-argument" }),
    );
  });
});

describe("takeValidationSpeakers", () => {
  const [fold] = splitClips(whole, { protocol: "emobox-6", seed }).folds;

  it("moves whole speakers out of training", () => {
    const { train, validation } = takeValidationSpeakers(fold!.train, whole, 3, seed);
    expect(new Set(validation.map((i) => whole[i]!.speakerId)).size).toBe(3);
    expect([...train, ...validation].sort((a, b) => a - b)).toEqual(fold!.train);
    assertNoLeak({ ...fold!, train, validation }, whole, false);
  });

  it("drops what would remain with a validation clip's audio", () => {
    const clips = [
      clip("a", "sad", "same"),
      clip("b", "sad", "same"),
      clip("b", "sad", "own"),
      clip("a", "sad", "a"),
    ];
    const { train } = takeValidationSpeakers([0, 1, 2, 3], clips, 1, seed);
    expect(train.length).toBe(1);
  });

  it("leaves someone to train on", () => {
    expect(() => takeValidationSpeakers(fold!.train, whole, 20, seed)).toThrow(
      /20 asked for, but the training side has 20/,
    );
    expect(() => takeValidationSpeakers(fold!.train, whole, 0, seed)).toThrow(/at least 1, got 0/);
  });
});

describe("assertNoLeak", () => {
  const clips = [
    clip("a", "sad", "1"),
    clip("a", "sad", "2"),
    clip("b", "sad", "2"),
    clip("c", "sad", "3"),
  ];
  const fold = { name: "x", testSpeakers: [] };

  it.each([
    [
      "a speaker in training and test",
      { train: [0], test: [1] },
      /fold x: speaker a is on the training side and on the test side/,
    ],
    [
      "a speaker in training and validation",
      { train: [0], validation: [1], test: [3] },
      /speaker a is on the training side and on the validation side/,
    ],
    [
      "audio in validation and test",
      { train: [3], validation: [1], test: [2] },
      /the take of clip 2/,
    ],
    [
      "a calibration clip in the test",
      { train: [3], calibration: [1, 0], test: [1] },
      /the take of clip 1 \(speaker a\) is on the calibration side and on the test side/,
    ],
    [
      "audio in calibration and test",
      { train: [3], calibration: [1], test: [2] },
      /the take of clip 2/,
    ],
    [
      "a calibration speaker in training",
      { train: [0], calibration: [1], test: [3] },
      /speaker a is on the training side and on the calibration side/,
    ],
  ])("finds %s", (_, sides, message) => {
    expect(() => assertNoLeak({ ...fold, ...sides }, clips, false)).toThrow(message);
  });

  it("lets a speaker's other clips calibrate", () => {
    const sides = { ...fold, train: [3], calibration: [0], test: [1] };
    expect(() => assertNoLeak(sides, clips, false)).not.toThrow();
  });

  it("lets speakers be where the protocol is speaker-dependent, but not audio", () => {
    assertNoLeak({ ...fold, train: [0], test: [1] }, clips, true);
    expect(() => assertNoLeak({ ...fold, train: [1], test: [2] }, clips, true)).toThrow(
      /the take of clip 2/,
    );
  });

  // copies 0 and 1 are of clip 0, copies 2, 3 and 4 of clips 1, 2 and 3
  const sources = [0, 0, 1, 2, 3];

  it.each([
    [
      "of a test clip",
      { train: [0], augmented: [0, 4], test: [3] },
      /speaker c is on the training/,
    ],
    [
      "of another clip of a test speaker",
      { train: [3], augmented: [0], test: [1] },
      /speaker a is on the training side and on the test side/,
    ],
    [
      "of a validation clip",
      { train: [0], augmented: [4], validation: [3], test: [2] },
      /speaker c is on the training side and on the validation side/,
    ],
    ["of a test clip's audio", { train: [0], augmented: [2], test: [2] }, /the take of clip 2/],
  ])("finds a copy %s", (_, sides, message) => {
    expect(() => assertNoLeak({ ...fold, ...sides }, clips, false, sources)).toThrow(message);
  });

  it("finds a copy of a test clip's audio where the protocol is speaker-dependent", () => {
    const sides = { train: [0], augmented: [1], test: [1] };
    assertNoLeak({ ...fold, ...sides }, clips, true, sources);
    expect(() => assertNoLeak({ ...fold, ...sides, augmented: [2] }, clips, true, sources)).toThrow(
      /the take of clip 1/,
    );
  });

  it("lets copies be of training clips, and finds those", () => {
    const copied = withAugmented({ ...fold, train: [1, 0], test: [3] }, sources);
    expect(copied.augmented).toEqual([0, 1, 2]);
    assertNoLeak(copied, clips, false, sources);
  });
});
