import { describe, expect, it } from "vitest";
import { Random } from "../math/statistics/random.ts";
import golden from "./bootstrap.golden.json" with { type: "json" };
import { bootstrapInterval, type LabelledPredictions } from "./bootstrap.ts";
import { accuracy, uar } from "./scores.ts";

const predictions: LabelledPredictions = {
  trueIndices: golden.true,
  predictedIndices: golden.predicted,
  speakerIds: golden.speakers.map(String),
  classes: 3,
};

function width([low, high]: readonly [number, number]): number {
  return high - low;
}

describe("bootstrapInterval", () => {
  it.each([
    ["accuracy", accuracy, golden.accuracy],
    ["uar", uar, golden.uar],
  ] as const)("of %s agrees with scipy's over speakers", (_, metric, [low, high]) => {
    const interval = bootstrapInterval(predictions, metric, new Random(1), 20_000);
    expect(Math.abs(interval[0] - low!)).toBeLessThan(0.008);
    expect(Math.abs(interval[1] - high!)).toBeLessThan(0.008);
  });

  it("is the same for the same seed and another for another", () => {
    const first = bootstrapInterval(predictions, uar, new Random(5));
    expect(bootstrapInterval(predictions, uar, new Random(5))).toEqual(first);
    expect(bootstrapInterval(predictions, uar, new Random(6))).not.toEqual(first);
  });

  it("is wider over speakers than over clips where speakers differ", () => {
    const overClips = bootstrapInterval(
      { ...predictions, speakerIds: golden.speakers.map((_, i) => `${i}`) },
      accuracy,
      new Random(1),
    );
    expect(width(bootstrapInterval(predictions, accuracy, new Random(1)))).toBeGreaterThan(
      1.3 * width(overClips),
    );
  });

  it("draws clips where there is one speaker", () => {
    const single = { ...predictions, speakerIds: golden.speakers.map(() => "one") };
    const interval = bootstrapInterval(single, accuracy, new Random(1));
    const normal = 2 * 1.96 * Math.sqrt(0.25 / golden.true.length);
    expect(width(interval)).toBeGreaterThan(0.7 * normal);
    expect(width(interval)).toBeLessThan(1.1 * normal);
  });

  it("is finite without clips", () => {
    const none = { trueIndices: [], predictedIndices: [], speakerIds: [], classes: 3 };
    expect(bootstrapInterval(none, uar, new Random(1))).toEqual([0, 0]);
  });
});
