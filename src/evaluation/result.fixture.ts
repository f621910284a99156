import { presetModel } from "../models/presets.ts";
import { Random } from "../math/statistics/random.ts";
import type { Protocol } from "../splits/protocols.ts";
import { compareModels } from "./compare-models.ts";
import { summarizeData } from "./data-summary.ts";
import { evaluateModels } from "./evaluate-models.ts";
import { foldPool, labelledClip, labelledOf } from "./evaluation.fixture.ts";
import type { EvaluationResult, ModelResult } from "./result.ts";

export const LABELS = ["neutral", "happy", "sad", `<script>alert("x")</script>`];

/** Eight speakers with three clips of each emotion. */
const clips = Array.from({ length: 8 }, (_, s) =>
  LABELS.flatMap((emotion) =>
    [0, 1, 2].map((take) =>
      labelledClip(s === 0 ? `"><img src=x>&` : `speaker ${s}`, emotion, `${s}${emotion}${take}`),
    ),
  ),
).flat();

/** A result through the real evaluation, of a model that is right with the given probability. */
export async function modelResult(
  model: string,
  protocol: Protocol,
  skill = 0.5,
  validationSpeakers = 0,
): Promise<ModelResult> {
  const random = new Random(7);
  const pool = foldPool((indices) =>
    indices.map((i) =>
      random.uniform() < skill ? clips[i]!.emotion : LABELS[random.integer(LABELS.length)]!,
    ),
  );
  const { models } = await evaluateModels(labelledOf(clips, LABELS), {
    candidates: [{ name: model, model: presetModel("mlp") }],
    protocols: [protocol],
    seed: 1,
    folds: 4,
    validationSpeakers,
    pool,
  });
  return { ...models[0]!, set: "classic" };
}

/** An evaluation of these models. */
export function evaluationResult(models: readonly ModelResult[]): EvaluationResult {
  return {
    version: "0.1.0",
    date: "2026-01-02T03:04:05Z",
    seed: 1,
    data: {
      ...summarizeData(labelledOf(clips, LABELS)),
      sources: ["recordings & more"],
      corpora: [],
      clips: clips.length,
      speakers: 8,
      emotions: Object.fromEntries(LABELS.map((label) => [label, 24])),
      leftOut: [{ path: "a/<b>.wav", reason: "silent" }],
    },
    models,
    comparisons: compareModels(models, 1),
    warnings: ["two files hold the same take"],
  };
}
