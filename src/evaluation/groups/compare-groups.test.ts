import { describe, expect, it } from "vitest";
import type { LabelledClip } from "../../datasets/labelled-clips.ts";
import { clipGroups } from "./clip-groups.ts";
import { compareGroups } from "./compare-groups.ts";
import { labelledClip } from "../evaluation.fixture.ts";

const EMOTIONS = ["neutral", "happy", "sad"];

/** Ten speakers, every second one a woman, with four clips of each emotion. */
const clips = Array.from({ length: 10 }, (_, s) =>
  EMOTIONS.flatMap((emotion, e) =>
    [0, 1, 2, 3].map((take) =>
      labelledClip(`${s}`, emotion, `${s}${emotion}${take}`, {
        sex: s % 2 === 0 ? "female" : "male",
        language: "en",
        durationSeconds: 1 + take,
        snrDb: 10 * e,
        ...(emotion !== "neutral" && { intensity: take < 2 ? "normal" : "strong" }),
        columns: { room: take === 0 ? "hall" : "studio" },
      }),
    ),
  ),
).flat();

/** Women are recognised, men called sad. */
const predicted = clips.map((clip) => ({
  clip,
  predicted: clip.sex === "female" ? clip.emotion : "sad",
  probabilities: [],
}));

describe("compareGroups", () => {
  const found = new Map(compareGroups(predicted, 0).map((one) => [one.by, one]));

  it("compares by labels, own columns and thirds of numbers, where there is something to compare", () => {
    // the signal-to-noise ratio goes with the emotion, so that thirds have no two emotions in common
    expect([...found.keys()]).toEqual(["speaker", "sex", "intensity", "room", "duration"]);
  });

  it("gives each group's scores and the gap, with intervals that hold them", () => {
    const { groups, gap } = found.get("sex")!;
    expect(groups.map(({ value, clips: n, speakers, uar }) => [value, n, speakers, uar])).toEqual([
      ["female", 60, 5, 1],
      ["male", 60, 5, expect.closeTo(1 / 3, 12)],
    ]);
    expect(gap).toMatchObject({ best: "female", worst: "male", uar: expect.closeTo(2 / 3, 12) });
    // all women are alike, and all men
    expect(gap.interval).toEqual([expect.closeTo(2 / 3, 12), expect.closeTo(2 / 3, 12)]);
  });

  it("compares on the emotions that all groups have", () => {
    expect(found.get("intensity")!.emotions).toEqual(["happy", "sad"]);
    expect(found.get("duration")!.emotions).toEqual(EMOTIONS);
  });

  it("finds no gap where there is none, within its interval", () => {
    const { uar, interval } = found.get("room")!.gap;
    expect(uar).toBeCloseTo(0, 12);
    expect(interval[0]).toBeLessThanOrEqual(0.0001);
  });

  it("tells the best and the worst speaker", () => {
    const { groups, gap } = found.get("speaker")!;
    expect(groups).toHaveLength(10);
    expect(gap.uar).toBeCloseTo(2 / 3, 12);
  });
});

describe("clipGroups", () => {
  const by = (name: string, some: readonly LabelledClip[] = clips) =>
    clipGroups(some).find((one) => one.by === name);

  it("names thirds by their bounds", () => {
    expect(by("duration")!.values).toEqual(["up to 2 s", "2–3 s", "over 3 s"]);
    expect(Array.from(by("duration")!.groups.slice(0, 4))).toEqual([0, 0, 1, 2]);
  });

  it("leaves out what all clips share, what none has, and what has too many values", () => {
    expect(by("language")).toBeUndefined();
    expect(by("statement")).toBeUndefined();
    const words = clips.map((clip, i) => ({ ...clip, statement: `word ${i}` }));
    expect(by("statement", words)).toBeUndefined();
  });

  it("gives clips without a value no group", () => {
    expect(Array.from(by("intensity")!.groups.slice(0, 5))).toEqual([-1, -1, -1, -1, 0]);
  });
});
