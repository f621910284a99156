import { describeAugmentation } from "../augmentation/augmentation.ts";
import type { LabelledClips } from "../datasets/labelled-clips.ts";
import { type Matrix, rowOf } from "../math/linear-algebra/matrix.ts";
import { scores, uar } from "../metrics/scores.ts";
import { printedSettings } from "../models/printed-settings.ts";
import { type CalibrationClips, calibrationOf } from "../splits/calibration.ts";
import { corpusScores } from "./corpus-scores.ts";
import { featureImportance } from "./explanation/feature-importance.ts";
import type { FeatureGroup } from "./explanation/permuted-features.ts";
import type { PlannedFold, Run } from "./plan-runs.ts";
import { pooledPredictions } from "./pooled-predictions.ts";
import type { ClipPrediction, FoldResult, ModelResult } from "./result.ts";
import { confusionOf, scorePredictions, seedScores } from "./score-predictions.ts";

/** Options of `modelResult`. */
export interface ModelResultOptions {
  /** Of the intervals. */
  readonly seed: number;
  /** The groups of features that folds permuted. */
  readonly groups: readonly FeatureGroup[];
  readonly calibrationClips?: CalibrationClips | undefined;
}

/** The result of one candidate by one protocol, from its runs with each seed, all of whose folds have run. */
export function modelResult(
  labelled: LabelledClips,
  runs: readonly Run[],
  { seed, groups, calibrationClips }: ModelResultOptions,
): ModelResult {
  const { labels, set, augmented, featureSeconds } = labelled;
  const { candidate, split } = runs[0]!;
  const tested = runs.flatMap((run) =>
    run.folds.map((planned) => ({
      run,
      planned,
      predictions: predictionsOf(labelled, run, planned),
    })),
  );
  const predictions = tested.flatMap((own) => own.predictions);
  const folds = tested.map(({ run, planned, predictions: own }) =>
    foldResult(labelled, run, planned, own),
  );
  const pooled = pooledPredictions({ predictions, folds });
  const corpora = folds.filter((fold) => fold.corpora !== undefined);
  const permuted = tested
    .filter(({ planned }) => planned.fold.corpora?.isComplete !== false)
    .flatMap(({ planned, predictions: own }) =>
      own.map((prediction, row) => ({
        ...prediction,
        permuted: (planned.output!.permuted ?? []).map((repeats) =>
          repeats.map((proba) => mostProbable(rowOf(proba, row), planned.output!.labels)),
        ),
      })),
    );
  return {
    model: candidate.name,
    set: set.name,
    protocol: split.protocol,
    speakerDependent: split.speakerDependent,
    ...(calibrationClips !== undefined && { calibration: calibrationOf(calibrationClips) }),
    labels,
    chance: 1 / labels.length,
    ...scorePredictions(pooled, labels, seed),
    seeds: runs.map((run) => seedScores(run.seed, pooled, labels)),
    folds,
    predictions,
    ...(corpora.length > 0 && { corpora: corpusScores(corpora, predictions, labels, seed) }),
    ...(groups.length > 0 && { importance: featureImportance(permuted, groups, seed) }),
    seconds: {
      features: featureSeconds,
      training: folds.reduce((sum, { seconds }) => sum + seconds, 0),
    },
    settings: {
      ...printedSettings(candidate.model),
      ...(augmented && { augmentation: describeAugmentation(augmented.augmentation) }),
    },
    warnings: [...new Set(runs.flatMap((run) => run.split.warnings))],
  };
}

function predictionsOf(
  { clips, labels }: LabelledClips,
  { seed }: Run,
  { fold, calibrations, output }: PlannedFold,
): ClipPrediction[] {
  const draws = calibrations?.flatMap(({ draw, test }) => test.map(() => draw));
  const { probabilities: all, labels: known } = output!;
  return fold.test.map((i, row) => {
    const probabilities = probabilitiesOf(all, row, known, labels);
    const predicted = mostProbable(probabilities, labels);
    const draw = draws && { draw: draws[row]! };
    return { seed, fold: fold.name, ...draw, clip: clips[i]!, predicted, probabilities };
  });
}

/** A clip's probabilities in the order of all labels; an emotion that the fold's training does not have gets 0. */
function probabilitiesOf(
  all: Matrix,
  row: number,
  known: readonly string[],
  labels: readonly string[],
): number[] {
  const own = rowOf(all, row);
  return labels.map((label) => own[known.indexOf(label)] ?? 0);
}

function mostProbable(probabilities: ArrayLike<number>, labels: readonly string[]): string {
  let best = 0;
  for (let c = 1; c < labels.length; c++) if (probabilities[c]! > probabilities[best]!) best = c;
  return labels[best]!;
}

function foldResult(
  labelled: LabelledClips,
  run: Run,
  { fold, output, inner }: PlannedFold,
  predictions: readonly ClipPrediction[],
): FoldResult {
  const { name, train, validation = [], test, testSpeakers, corpora } = fold;
  const { history, seconds } = output!;
  const innerSeconds = inner.reduce((sum, own) => sum + own.output!.seconds, 0);
  const chosenBy = inner.flatMap((own) => predictionsOf(labelled, run, own));
  return {
    seed: run.seed,
    name,
    test: testSpeakers,
    clips: { train: train.length, validation: validation.length, test: test.length },
    ...scores(confusionOf(predictions, labelled.labels)),
    epochs: history.loss.length,
    history,
    seconds: seconds + innerSeconds,
    ...(corpora && { corpora }),
    ...(inner.length > 0 && { inner: uar(confusionOf(chosenBy, labelled.labels)) }),
  };
}
