import { describe, expect, it } from "vitest";
import { assess } from "./assessment.ts";
import { CALIBRATION_BINS, reliability } from "./calibration.ts";
import { COVERAGES } from "./coverage.ts";
import golden from "./probabilities.golden.json" with { type: "json" };
import type { Predictions } from "./predictions.ts";

function predictionsOf(one: (typeof golden.cases)[number]): Predictions {
  return {
    trueIndices: one.true,
    predictedIndices: one.predicted,
    probabilities: Float64Array.from(one.probabilities),
    classes: one.classes,
  };
}

describe.each(golden.cases)("$name, against scikit-learn", (expected) => {
  const predictions = predictionsOf(expected);
  const speakerIds = expected.true.map((_, i) => String(i % 7));
  const found = assess(predictions, { speakerIds, seed: 1 });

  it.each(["top2", "logLoss", "brier", "rocAuc", "ece"] as const)("%s", (name) => {
    expect(found.scores[name]).toBeCloseTo(expected[name], 12);
  });

  it("area under each class' ROC curve", () => {
    for (const [c, area] of expected.rocAreas.entries()) {
      if (area === null) expect(found.classes[c]).not.toHaveProperty("rocAuc");
      else expect(found.classes[c]!.rocAuc).toBeCloseTo(area, 12);
    }
  });

  it("bins of the reliability diagram", () => {
    const bins = reliability(predictions).filter(({ clips }) => clips > 0);
    expect(bins.map(({ clips }) => clips)).toEqual(expected.bins.clips);
    for (const [b, { accuracy, confidence }] of bins.entries()) {
      expect(accuracy).toBeCloseTo(expected.bins.accuracy[b]!, 12);
      expect(confidence).toBeCloseTo(expected.bins.confidence[b]!, 12);
    }
    expect(found.reliability).toHaveLength(CALIBRATION_BINS);
  });

  it("accuracy over coverage", () => {
    const known = Object.entries(expected.coverage);
    expect(known.length).toBeGreaterThan(0);
    for (const [share, accuracy] of known) {
      const point = found.coverage[COVERAGES.indexOf(Number(share) as 1)]!;
      expect(point.coverage).toBe(Number(share));
      expect(point.accuracy).toBeCloseTo(accuracy, 12);
    }
    expect(found.coverage.at(-1)!.accuracy).toBeCloseTo(found.scores.accuracy, 12);
  });

  it("every score lies within its interval", () => {
    for (const [name, score] of Object.entries(found.scores)) {
      const [low, high] = found.interval[name as "uar"];
      expect(low, name).toBeLessThanOrEqual(score);
      // a resample holds fewer different clips, and the calibration error of few clips is larger
      if (name !== "ece") expect(high, name).toBeGreaterThanOrEqual(score);
    }
  });
});

it("clips that are as sure as each other count in part", () => {
  const { coverage } = assess(
    {
      trueIndices: [0, 0, 1, 1],
      predictedIndices: [0, 0, 0, 0],
      probabilities: Float64Array.from([0.9, 0.1, 0.6, 0.4, 0.6, 0.4, 0.6, 0.4]),
      classes: 2,
    },
    { speakerIds: ["a", "b", "c", "d"], seed: 0 },
  );
  const at = (share: number): number =>
    coverage.find((point) => point.coverage === share)!.accuracy;
  expect(at(0.2)).toBe(1);
  expect(at(0.5)).toBeCloseTo((1 + 1 / 3) / 2, 12);
  expect(at(1)).toBe(0.5);
});

it("refuses labels and probabilities that do not fit each other", () => {
  const predictions = {
    trueIndices: [0, 1],
    predictedIndices: [0, 1],
    probabilities: Float64Array.from([1, 0]),
    classes: 2,
  };
  expect(() => assess(predictions, { speakerIds: ["a", "b"], seed: 0 })).toThrow(
    "2 true labels, but 2 predicted ones and 2 probabilities of 2 classes",
  );
});

it("is finite without clips", () => {
  const nothing = { trueIndices: [], predictedIndices: [], probabilities: new Float64Array(0) };
  const found = assess({ ...nothing, classes: 3 }, { speakerIds: [], seed: 0 });
  expect(Object.values(found.scores).every((score) => score === 0)).toBe(true);
  expect(found.interval.uar).toEqual([0, 0]);
});
