import { describe, expect, it } from "vitest";
import { presetModel } from "../models/presets.ts";
import { evaluateModels } from "./evaluate-models.ts";
import { EMOTIONS, madeUp } from "./made-up.fixture.ts";
import { trainingPool } from "./real-folds.fixture.ts";

const candidates = [
  { name: "lda", model: presetModel("lda") },
  { name: "mlp", model: presetModel("mlp", { epochs: 30 }) },
];
const pool = trainingPool();

describe("with models that are trained", () => {
  it("what can be learned is learned", async () => {
    const { models } = await evaluateModels(madeUp(), { candidates, pool, permutations: 3 });
    for (const { uar } of models) expect(uar).toBeGreaterThan(0.6);
    // four features that tell the emotion, four that do not
    const [first, ...others] = models[0]!.importance!;
    expect(first).toMatchObject({ features: "mfcc", columns: 4 });
    expect(first!.drop).toBeGreaterThan(0.3);
    expect(first!.interval[0]).toBeGreaterThan(0);
    for (const { drop } of others) expect(Math.abs(drop)).toBeLessThan(0.08);
  });

  it("shuffled labels give chance, also where the model is chosen by inner folds", async () => {
    const shuffled = madeUp({
      speakers: 16,
      labelOf: (_, random) => EMOTIONS[random.integer(EMOTIONS.length)]!,
    });
    const { models } = await evaluateModels(shuffled, {
      candidates,
      pool,
      protocols: ["group-k"],
      innerFolds: 3,
      seeds: 2,
    });
    expect(models.map(({ model }) => model)).toEqual(["lda", "mlp", "nested choice"]);
    for (const { uar, interval, chance, seeds } of models) {
      expect(chance).toBe(0.25);
      expect(Math.abs(uar - chance)).toBeLessThan(0.06);
      expect(interval.uar[0]).toBeLessThan(chance);
      expect(seeds.map(({ seed }) => seed)).toEqual([0, 1]);
    }
  });

  it("labels shuffled within each speaker give chance by every protocol", async () => {
    const shuffled = madeUp({
      labelOf: (_, random) => EMOTIONS[random.integer(EMOTIONS.length)]!,
      seed: 4,
    });
    const { models } = await evaluateModels(shuffled, {
      candidates: candidates.slice(0, 1),
      pool,
      protocols: ["random", "loso", "group-k"],
    });
    for (const { uar } of models) expect(Math.abs(uar - 0.25)).toBeLessThan(0.09);
  });
});
