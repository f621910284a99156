import { expect, it } from "vitest";
import { concatRows } from "../math/linear-algebra/matrix.ts";
import { presetModel } from "../models/presets.ts";
import { evaluateModels } from "./evaluate-models.ts";
import { madeUp } from "./made-up.fixture.ts";
import { trainingPool } from "./real-folds.fixture.ts";

const a = madeUp({ corpus: "a", speakers: 4 });
const b = madeUp({ corpus: "b", speakers: 3, emotions: ["neutral", "happy", "sad"], seed: 2 });
const c = madeUp({ corpus: "c", speakers: 2, emotions: ["happy", "sad", "angry"], seed: 3 });
const all = {
  ...a,
  X: concatRows(concatRows(a.X, b.X), c.X),
  y: [...a.y, ...b.y, ...c.y],
  clips: [...a.clips, ...b.clips, ...c.clips],
};

it("scores each corpus by models of the others, open and restricted to common emotions", async () => {
  const { models } = await evaluateModels(all, {
    candidates: [{ name: "lda", model: presetModel("lda") }],
    protocols: ["cross-corpus"],
    pool: trainingPool(),
  });
  const [model] = models;
  const cells = model!.corpora!;
  expect(cells.map(({ train, test }) => `${train.join("+")} → ${test}`)).toEqual([
    "b+c → a",
    "a+c → b",
    "a+b → c",
    "b → a",
    "c → a",
    "a → b",
    "c → b",
    "a → c",
    "b → c",
  ]);
  for (const { open, shared, emotions } of cells) {
    expect(shared.chance).toBe(1 / emotions.length);
    expect(open.chance).toBeLessThanOrEqual(shared.chance);
    expect(shared.uar).toBeGreaterThanOrEqual(open.uar);
    expect(shared.uar).toBeGreaterThan(shared.chance);
  }
  const [, , , , fromC] = cells;
  expect(fromC).toMatchObject({ emotions: ["happy", "sad", "angry"], clips: 60, speakers: 4 });
  // each clip counts once in the scores: those by all other corpora
  const tested = model!.confusion.flat().reduce((sum, count) => sum + count, 0);
  expect(tested).toBe(all.clips.length);
  expect(model!.predictions.length).toBeGreaterThan(tested);
});
