import type { LabelledClips } from "../datasets/labelled-clips.ts";
import type { LoadedModel } from "../models/file/loaded-model.ts";
import { printedSettings } from "../models/printed-settings.ts";
import { VERSION } from "../version.ts";
import { summarizeData } from "./data-summary.ts";
import type { TestResult, TestScores } from "./model-test.ts";
import { restrictPrediction } from "./restrict-prediction.ts";
import type { ClipPrediction, EvaluationResult, ModelResult } from "./result.ts";

/** The result of `testModel` as an evaluation, for reports and tables: a result for open answers, and one for restricted ones where they differ. */
export function testEvaluation(
  { info, labels }: Pick<LoadedModel, "info" | "labels">,
  labelled: LabelledClips,
  { predictions, open, shared, known, warnings, calibration }: TestResult,
  { name, seed = 0 }: { readonly name: string; readonly seed?: number },
): EvaluationResult {
  const { augmentation: _, ...training } = info.training;
  const resultOf = (
    model: string,
    { emotions: answers, byEmotion, bySpeaker, ...scores }: TestScores,
    own: readonly ClipPrediction[],
  ): ModelResult => ({
    model,
    set: labelled.set.name,
    protocol: "test",
    speakerDependent: known.speakers.length > 0 || known.clips > 0,
    ...(calibration && { calibration }),
    ...scores,
    labels: answers,
    emotions: byEmotion,
    speakers: bySpeaker,
    seeds: [{ seed, accuracy: scores.accuracy, uar: scores.uar }],
    folds: [],
    predictions: own,
    seconds: { features: labelled.featureSeconds, training: 0 },
    settings: {
      ...printedSettings(info.model),
      "trained on": training.sources
        .map((source) => `${source.name}: ${source.clips} clips`)
        .join(", "),
      "training seed": training.seed,
      made: `${info.created.slice(0, 10)} by Affekt ${info.affektVersion}`,
    },
    warnings: [],
  });
  const restricted = predictions.map((own) => restrictPrediction(own, labels, shared.emotions));
  return {
    version: VERSION,
    date: new Date().toISOString(),
    seed,
    data: summarizeData(labelled),
    models: [
      resultOf(name, open, predictions),
      ...(shared.emotions.length === open.emotions.length
        ? []
        : [resultOf(`${name}, tested emotions only`, shared, restricted)]),
    ],
    comparisons: [],
    warnings: [...labelled.warnings, ...warnings],
  };
}
