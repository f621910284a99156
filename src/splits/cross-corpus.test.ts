import { describe, expect, it } from "vitest";
import type { Fold, SplitClip } from "./folds.ts";
import { splitClips } from "./protocols.ts";

/** Two clips of each emotion by each speaker. */
function clipsOf(
  corpus: string | undefined,
  emotions: readonly string[],
  speakers: readonly string[],
  source = corpus ?? "folder",
): SplitClip[] {
  return speakers.flatMap((speaker) =>
    emotions.flatMap((emotion) =>
      [0, 1].map((take): SplitClip => ({
        emotion,
        speaker,
        speakerId: `${corpus ?? ""}/${speaker}`,
        source,
        take: `${source}/${speaker}/${emotion}/${take}`,
        ...(corpus !== undefined && { corpus }),
      })),
    ),
  );
}

const a = clipsOf("a", ["happy", "sad", "calm"], ["1", "2", "3"]);
const b = clipsOf("b", ["happy", "sad", "angry"], ["1", "2"]);
const c = clipsOf("c", ["happy", "sad", "angry", "bored"], ["1"]);
const all = [...a, ...b, ...c];
const seed = 0;

const split = (clips: readonly SplitClip[], testOn?: readonly string[]) =>
  splitClips(clips, { protocol: "cross-corpus", seed, testOn });

describe("cross-corpus", () => {
  const { folds, warnings, speakerDependent } = split(all);

  it("trains on all others together, then on each other corpus", () => {
    expect(folds.map(({ name }) => name)).toEqual([
      "b + c → a",
      "a + c → b",
      "a + b → c",
      "b → a",
      "c → a",
      "a → b",
      "c → b",
      "a → c",
      "b → c",
    ]);
    expect(folds.filter(({ corpora }) => corpora!.isComplete)).toHaveLength(3);
    expect(speakerDependent).toBe(false);
  });

  it("tests the emotions that the training side has, and trains on all of its own", () => {
    for (const { train, test } of folds) {
      const learnt = new Set(train.map((i) => all[i]!.emotion));
      expect(test.every((i) => learnt.has(all[i]!.emotion))).toBe(true);
    }
    const [first] = folds;
    expect(first!.test).toHaveLength(12);
    expect(first!.train).toHaveLength(b.length + c.length);
    expect(warnings).toEqual([
      "cross-corpus: 6 clips of a are not tested, as no other corpus has their emotions (calm)",
      "cross-corpus: 2 clips of c are not tested, as no other corpus has their emotions (bored)",
    ]);
  });

  it("takes speaker 1 of two corpora for two people", () => {
    const { train, test } = folds.find(({ name }) => name === "b → c")!;
    expect(train).toHaveLength(b.length);
    expect(test).toHaveLength(6);
  });

  it("with two corpora has the two directions", () => {
    expect(split([...a, ...b]).folds.map(({ name }) => name)).toEqual(["b → a", "a → b"]);
  });

  it("tests on the corpora that are asked for", () => {
    const names = split(all, ["c"]).folds.map(({ name }) => name);
    expect(names).toEqual(["a + b → c", "a → c", "b → c"]);
    expect(() => split(all, ["d"])).toThrow("there is no corpus d to test on, found a, b, c");
  });

  it("drops training clips of a take that is tested", () => {
    const take = b[0]!.take;
    const clips = [...a, ...b, { ...c[0]!, take }, ...c.slice(1)];
    const { train, test } = split(clips).folds.find(({ name }) => name === "b → c")!;
    expect(test.some((i) => clips[i]!.take === take)).toBe(true);
    expect(train.some((i) => clips[i]!.take === take)).toBe(false);
  });
});

describe("cross-corpus between sources of one corpus, which share speakers", () => {
  const actors = Array.from({ length: 6 }, (_, i) => String(i));
  const clips = [
    ...clipsOf("ravdess", ["happy", "sad", "disgust"], actors, "speech"),
    ...clipsOf("ravdess", ["happy", "sad"], actors.slice(0, 5), "song"),
  ];

  it("tests each clip once, by a model that has not heard its speaker", () => {
    const { folds } = split(clips);
    for (const source of ["speech", "song"]) {
      const own = folds.filter(({ corpora }) => corpora!.test === source);
      expect(own).toHaveLength(5);
      const tested = own.flatMap(({ test }) => test);
      expect(new Set(tested).size).toBe(tested.length);
      expect(tested).toHaveLength(
        clips.filter((one) => one.source === source && one.emotion !== "disgust").length,
      );
    }
    for (const { train, test, corpora } of folds) {
      const heard = new Set(train.map((i) => clips[i]!.speakerId));
      expect(test.some((i) => heard.has(clips[i]!.speakerId))).toBe(false);
      expect(train.every((i) => clips[i]!.source !== corpora!.test)).toBe(true);
    }
  });

  it("leaves a single shared speaker out of training", () => {
    const few = [
      ...clipsOf("x", ["happy", "sad"], ["1", "2"], "one"),
      ...clipsOf("x", ["happy", "sad"], ["1"], "two"),
    ];
    const [{ train }] = split(few, ["two"]).folds as [Fold];
    expect(train).toHaveLength(4);
    expect(train.every((i) => few[i]!.speaker === "2")).toBe(true);
  });
});

it.each([
  [[...a], "needs clips of at least two corpora or sources, found a"],
  [
    [...a, ...clipsOf("d", ["happy", "angry"], ["1"])],
    "cross-corpus: d → a have only happy in common",
  ],
  [
    [...a, ...clipsOf("d", ["angry", "bored"], ["1"])],
    "cross-corpus: d → a have no emotion in common",
  ],
])("refuses what cannot be tested across corpora", (clips, message) => {
  expect(() => split(clips)).toThrow(message);
});
