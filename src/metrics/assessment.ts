import { Random } from "../math/statistics/random.ts";
import {
  bootstrapGroups,
  bootstrapValues,
  type Interval,
  percentileInterval,
} from "./bootstrap.ts";
import { expectedCalibrationError, reliability, type ReliabilityBin } from "./calibration.ts";
import { type Confusion, unflatten } from "./confusion.ts";
import { coverageAccuracies, COVERAGES } from "./coverage.ts";
import type { Predictions } from "./predictions.ts";
import { meanArea } from "./probability-scores.ts";
import { ratio } from "./ratio.ts";
import { rocAreas } from "./roc-areas.ts";
import { type ScoreSums, scoreSums, sumOf } from "./score-sums.ts";
import { type ClassScores, classScores, type Scores, scores } from "./scores.ts";

/** The scores of probabilities. */
export interface ProbabilityScores {
  /** The share of clips whose true class is one of the two most probable ones; 0…1. */
  readonly top2: number;
  /** The mean negative logarithm of the true class' probability, from 0; lower is better. */
  readonly logLoss: number;
  /** Brier's score, 0…2; lower is better. */
  readonly brier: number;
  /** Expected calibration error, 0…1; lower is better. */
  readonly ece: number;
  /** The mean area under the ROC curve of each class against the others; 0…1, 0.5 by chance. */
  readonly rocAuc: number;
}

/** All scores of predictions. */
export interface AllScores extends Scores, ProbabilityScores {}

/** The name of a score. */
export type ScoreName = keyof AllScores;

/** The scores of one class, with their intervals. */
export interface ClassAssessment extends ClassScores {
  /** Absent for a class that has no clip or all of them. */
  readonly rocAuc?: number;
  readonly interval: Readonly<Record<"precision" | "recall" | "f1", Interval>>;
}

/** A point of the curve of accuracy over coverage. */
export interface CoveragePoint {
  /** The share of clips that are answered, those of which the classifier is surest. */
  readonly coverage: number;
  readonly accuracy: number;
  readonly interval: Interval;
}

/** Everything that follows from a classifier's predictions. Intervals are 95 % ones by bootstrap. */
export interface Assessment {
  readonly scores: AllScores;
  readonly interval: Readonly<Record<ScoreName, Interval>>;
  readonly confusion: Confusion;
  readonly classes: readonly ClassAssessment[];
  readonly reliability: readonly ReliabilityBin[];
  readonly coverage: readonly CoveragePoint[];
}

/**
 * Scores predictions. `speakerIds` holds the speaker of each clip; intervals are over speakers (see `bootstrapInterval`), drawn by `seed`.
 * @throws {AffektError} `invalid-argument` for labels and probabilities that do not fit each other.
 */
export function assess(
  predictions: Predictions,
  { speakerIds, seed }: { readonly speakerIds: readonly string[]; readonly seed: number },
): Assessment {
  const { groups, count } = bootstrapGroups(speakerIds);
  const sums = scoreSums(predictions, groups);
  const whole = sumOf(sums, predictions.classes);
  const areas = rocAreas(predictions, { groups, count });
  const coverage = coverageAccuracies(predictions, groups);
  const statistic = (total: ScoreSums, drawn: Int32Array): number[] => {
    const confusion = unflatten(total.cells, total.classes);
    return [
      ...Object.values(sumScores(total, confusion)),
      meanArea(areas(drawn)),
      ...coverage(drawn),
      ...classScores(confusion).flatMap(({ precision, recall, f1 }) => [precision, recall, f1]),
    ];
  };
  const drawnSum = sumOf([], predictions.classes);
  const intervals =
    count === 0
      ? statistic(whole, new Int32Array(0)).map((): Interval => [0, 0])
      : bootstrapValues(
          count,
          (drawn) => {
            drawnSum.clear();
            for (const [g, own] of sums.entries()) if (drawn[g]! > 0) drawnSum.add(own, drawn[g]);
            return statistic(drawnSum, drawn);
          },
          new Random(seed),
        ).map(percentileInterval);

  const once = new Int32Array(count).fill(1);
  const confusion = unflatten(whole.cells, whole.classes);
  const ownAreas = areas(once);
  const all = { ...sumScores(whole, confusion), rocAuc: meanArea(ownAreas) };
  const accuracies = coverage(once);
  let next = 0;
  const take = (): Interval => intervals[next++]!;
  return {
    scores: all,
    interval: Object.fromEntries(Object.keys(all).map((name) => [name, take()])) as Record<
      ScoreName,
      Interval
    >,
    coverage: COVERAGES.map((share, i) => ({
      coverage: share,
      accuracy: accuracies[i]!,
      interval: take(),
    })),
    classes: classScores(confusion).map((own, c) => ({
      ...own,
      ...(ownAreas[c] !== undefined && { rocAuc: ownAreas[c] }),
      interval: { precision: take(), recall: take(), f1: take() },
    })),
    confusion,
    reliability: reliability(predictions),
  };
}

/** The scores that follow from sums over clips: all but the area under the ROC curve. */
export function sumScores(
  sums: ScoreSums,
  confusion = unflatten(sums.cells, sums.classes),
): Omit<AllScores, "rocAuc"> {
  const [top2 = 0, log = 0, brier = 0] = sums.losses;
  const clips = sums.cells.reduce((total, count) => total + count, 0);
  return {
    ...scores(confusion),
    top2: ratio(top2, clips),
    logLoss: ratio(log, clips),
    brier: ratio(brier, clips),
    ece: expectedCalibrationError(sums.bins),
  };
}
