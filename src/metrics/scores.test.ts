import { describe, expect, it } from "vitest";
import { AffektError } from "../errors.ts";
import { confusionMatrix } from "./confusion.ts";
import golden from "./scores.golden.json" with { type: "json" };
import { accuracy, classScores, scores, uar } from "./scores.ts";

describe.each(golden.cases)("$name, against scikit-learn", (expected) => {
  const confusion = confusionMatrix(expected.true, expected.predicted, expected.classes);

  it("counts", () => {
    expect(confusion).toEqual(expected.confusion);
  });

  it("gives the overall figures", () => {
    const figures = scores(confusion);
    for (const [metric, figure] of Object.entries(figures)) {
      expect(figure, metric).toBeCloseTo(expected[metric as "uar"], 12);
    }
    expect(accuracy(confusion)).toBe(figures.accuracy);
    expect(uar(confusion)).toBe(figures.uar);
  });

  it("gives each class' figures", () => {
    for (const [c, figures] of classScores(confusion).entries()) {
      const { precision, recall, f1, support } = expected.perClass[c]!;
      expect(figures.precision).toBeCloseTo(precision, 12);
      expect(figures.recall).toBeCloseTo(recall, 12);
      expect(figures.f1).toBeCloseTo(f1, 12);
      expect(figures.support).toBe(support);
    }
  });
});

describe("confusion matrix", () => {
  it("puts true labels into rows", () => {
    expect(confusionMatrix([0, 0, 1], [1, 1, 1], 2)).toEqual([
      [0, 2],
      [0, 1],
    ]);
  });

  it("is finite without clips", () => {
    const figures = Object.values(scores(confusionMatrix([], [], 3)));
    expect(figures).toEqual(figures.map(() => 0));
  });

  it.each([
    ["lengths that differ", [0, 1], [0], /2 true labels but 1 predicted/],
    ["an index that is too large", [0], [2], /integers in \[0, 1\], got 2 for clip 0/],
    ["an index that is not an integer", [0.5], [0], /got 0\.5/],
  ])("refuses %s", (_, trueIndices, predicted, message) => {
    expect(() => confusionMatrix(trueIndices, predicted, 2)).toThrow(AffektError);
    expect(() => confusionMatrix(trueIndices, predicted, 2)).toThrow(message);
  });
});
