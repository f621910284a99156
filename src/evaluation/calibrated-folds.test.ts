import { expect, test } from "vitest";
import { presetModel } from "../models/presets.ts";
import { comparisonTable } from "../report/tables/comparison-table.ts";
import { evaluateModels, type EvaluateModelsOptions } from "./evaluate-models.ts";
import { foldPool, labelledClip, labelledOf } from "./evaluation.fixture.ts";
import type { FoldInput } from "./fold-job.ts";

const LABELS = ["happy", "sad"];

/** Four speakers with three clips of each emotion, of which two of speaker `a` are one take. */
const clips = ["a", "b", "c", "d"].flatMap((speaker) =>
  LABELS.flatMap((emotion) =>
    [0, 1, 2].map((i) => {
      const take = `${speaker}${emotion}${speaker === "a" ? Math.min(i, 1) : i}`;
      return labelledClip(speaker, emotion, take, { path: `${speaker}${emotion}${i}.wav` });
    }),
  ),
);

async function evaluate(options: Partial<EvaluateModelsOptions>) {
  const inputs: FoldInput[] = [];
  const pool = foldPool((tested) => tested.map((i) => clips[i]!.emotion), {
    onRun: async (input) => void inputs.push(input),
  });
  const result = await evaluateModels(labelledOf(clips, LABELS), {
    candidates: [{ name: "speech", model: presetModel("speech") }],
    protocols: ["loso"],
    pool,
    ...options,
  });
  return { result, model: result.models[0]!, inputs };
}

test("a fold gets clips of the test speakers without labels, and tests others", async () => {
  const { model, inputs, result } = await evaluate({ calibrationClips: 2 });
  expect(model.calibration).toEqual({ clips: 2, draws: 5, transductive: false });
  for (const { test: tested, calibrations, speakers, X } of inputs) {
    expect(calibrations).toHaveLength(5);
    expect(speakers).toEqual([...X.data].map((i) => clips[i]!.speakerId));
    let row = 0;
    for (const calibration of calibrations!) {
      expect(Object.keys(calibration).toSorted()).toEqual(["X", "tested"]);
      const own = [...tested.data].slice(row, (row += calibration.tested));
      const takes = new Set([...calibration.X.data].map((i) => clips[i]!.take));
      expect(own.some((i) => takes.has(clips[i]!.take))).toBe(false);
      const known = new Set([...own, ...calibration.X.data].map((i) => clips[i]!.speakerId));
      expect(known.size).toBe(1);
      expect(speakers).not.toContain([...known][0]);
    }
    expect(row).toBe(tested.rows);
  }
  expect(new Set(model.predictions.map(({ draw }) => draw))).toEqual(new Set([0, 1, 2, 3, 4]));
  expect(comparisonTable(result.models).groups[0]!.title).toMatch(
    /^loso, speaker-independent: .*; adapted to each test speaker by 2 other clips without labels, mean over 5 draws$/,
  );
});

test("`all` is marked as transductive", async () => {
  const { model, inputs, result } = await evaluate({ calibrationClips: "all" });
  expect(model.calibration).toEqual({ clips: "all", draws: 1, transductive: true });
  for (const { test: tested, calibrations } of inputs) {
    expect([...calibrations![0]!.X.data]).toEqual([...tested.data]);
  }
  expect(model.predictions).toHaveLength(clips.length);
  expect(comparisonTable(result.models).groups[0]!.title).toMatch(
    /; transductive: adapted to each test speaker by the tested clips themselves, without their labels$/,
  );
});

test("models are compared over the same draws", async () => {
  const candidates = ["speech", "lda"] as const;
  const { result } = await evaluate({
    candidates: candidates.map((name) => ({ name, model: presetModel(name) })),
    calibrationClips: 1,
  });
  expect(result.comparisons).toHaveLength(1);
});

test("inner folds are adapted, too", async () => {
  const { inputs } = await evaluate({ calibrationClips: 1, innerFolds: 3 });
  expect(inputs).toHaveLength(16);
  for (const { calibrations } of inputs) expect(calibrations!.length).toBeGreaterThan(0);
});

test("without calibration clips nothing is adapted", async () => {
  const { model, inputs } = await evaluate({});
  expect(model.calibration).toBeUndefined();
  for (const input of inputs) expect(input).not.toHaveProperty("calibrations");
});

test.each([
  [
    { candidates: [{ name: "net", model: presetModel("mlp") }] },
    /net: cannot be adapted to a speaker; speech and lda can/,
  ],
  [{ protocols: ["random"] }, /models are adapted to new speakers, but random tests known ones/],
] as const)("refused: %j", async (options, message) => {
  await expect(evaluate({ calibrationClips: 1, ...options })).rejects.toThrow(message);
});
