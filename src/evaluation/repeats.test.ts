import { groupBy } from "../group-by.ts";
import { describe, expect, it } from "vitest";
import { presetModel } from "../models/presets.ts";
import { evaluateModels, type EvaluateModelsOptions } from "./evaluate-models.ts";
import { foldPool, labelledClip, labelledOf } from "./evaluation.fixture.ts";
import type { FoldInput } from "./fold-job.ts";

const LABELS = ["neutral", "happy", "sad"];
const SPEAKERS = ["a", "b", "c", "d", "e", "f"];
const clips = SPEAKERS.flatMap((speaker) =>
  LABELS.flatMap((emotion) =>
    [0, 1].map((take) => labelledClip(speaker, emotion, `${speaker}${emotion}${take}`)),
  ),
);
const labelled = labelledOf(clips, LABELS);
const [good, bad] = ["good", "bad"].map((name, i) => ({
  name,
  model: presetModel("mlp", { epochs: i + 1 }),
}));

function epochsOf({ spec }: FoldInput): number {
  return (spec as { readonly settings: { readonly maxIter: number } }).settings.maxIter;
}

/** The model of one epoch is right, that of two epochs right about neutral clips alone. */
async function evaluate(options: Partial<EvaluateModelsOptions>) {
  const inputs: FoldInput[] = [];
  const result = await evaluateModels(labelled, {
    candidates: [good!, bad!],
    protocols: ["group-k"],
    folds: 3,
    pool: foldPool(
      (indices, input) =>
        indices.map((i) => (epochsOf(input) === 1 ? clips[i]!.emotion : "neutral")),
      { onRun: async (input) => void inputs.push(input) },
    ),
    ...options,
  });
  return { ...result, inputs };
}

describe("seeds", () => {
  it("repeat splits and trainings, and pool what they predict", async () => {
    const { models, inputs } = await evaluate({ seed: 5, seeds: 3 });
    const [first] = models;
    expect(first!.folds.map(({ seed }) => seed)).toEqual([5, 5, 5, 6, 6, 6, 7, 7, 7]);
    expect(first!.predictions).toHaveLength(3 * clips.length);
    expect(first!.seeds).toEqual([5, 6, 7].map((seed) => ({ seed, accuracy: 1, uar: 1 })));
    expect(new Set(inputs.map(({ seed }) => seed))).toEqual(new Set([5, 6, 7]));
    const bySeed = groupBy(first!.folds, ({ seed }) => seed);
    const divisions = [...bySeed.values()].map((own) =>
      JSON.stringify(own.map(({ test }) => test)),
    );
    expect(new Set(divisions).size).toBeGreaterThan(1);
  });
});

describe("comparisons", () => {
  it("compare each two models on the same clips", async () => {
    const { comparisons } = await evaluate({});
    expect(comparisons).toHaveLength(1);
    expect(comparisons[0]).toMatchObject({
      protocol: "group-k",
      first: "good",
      second: "bad",
      difference: expect.closeTo(2 / 3, 12),
      // of the 64 ways to exchange the answers of six speakers, two are as far apart
      p: 2 / 64,
      mcnemar: { onlyFirst: 24, onlySecond: 0 },
      corrected: { p: 2 / 64 },
    });
  });
});

describe("nested choice", () => {
  it("takes for each fold the model that is best within its training speakers", async () => {
    const { models, inputs } = await evaluate({ innerFolds: 2 });
    const nested = models.at(-1)!;
    expect(nested).toMatchObject({ model: "nested choice", uar: 1, labels: LABELS });
    expect(nested.folds.map(({ chosen }) => chosen)).toEqual(["good", "good", "good"]);
    expect(nested.settings["chosen"]).toBe("good in 3 folds");
    expect(models[1]!.folds.map(({ inner }) => inner)).toEqual(
      [1, 1, 1].map(() => expect.closeTo(1 / 3, 12)),
    );
    // three outer folds and two inner ones in each, of two models
    expect(inputs).toHaveLength(2 * 3 * 3);
  });

  it("sees the clips of training speakers alone", async () => {
    const { models, inputs } = await evaluate({ innerFolds: 2 });
    const outer = models[0]!.folds.map(({ test }) => new Set(test));
    const inner = inputs.filter(({ X, test }) => X.rows + test.rows < clips.length);
    expect(inner).toHaveLength(2 * 3 * 2);
    for (const { X, test } of inner) {
      const heard = new Set([...X.data, ...test.data].map((i) => clips[i]!.speaker!));
      expect(outer.some((tested) => [...tested].every((speaker) => !heard.has(speaker)))).toBe(
        true,
      );
      const trained = new Set([...X.data].map((i) => clips[i]!.speaker!));
      expect([...test.data].some((i) => trained.has(clips[i]!.speaker!))).toBe(false);
    }
  });

  it("is refused where known speakers are tested, and with more inner folds than speakers", async () => {
    await expect(evaluate({ innerFolds: 2, protocols: ["random"] })).rejects.toThrow(
      "random tests known ones",
    );
    await expect(evaluate({ innerFolds: 9 })).rejects.toThrow(
      "9 inner folds needs at least 9 training speakers, found 4",
    );
  });
});
