import { cohenKappa, matthewsCorrelation } from "./agreement.ts";
import type { Confusion } from "./confusion.ts";
import { ratio } from "./ratio.ts";

/** The scores of one class. They are 0 where a denominator is 0, as with scikit-learn's `zero_division=0`. */
export interface ClassScores {
  /** The share of the clips predicted as this class that are of it, 0…1. */
  readonly precision: number;
  /** The share of the clips of this class that are predicted as it, 0…1. */
  readonly recall: number;
  /** The harmonic mean of precision and recall, 0…1. */
  readonly f1: number;
  /** The number of clips of this class. */
  readonly support: number;
}

/** The scores of a whole confusion matrix, each 0…1 but for `kappa` and `mcc`, which may be negative. */
export interface Scores {
  /** The share of clips that are predicted right. */
  readonly accuracy: number;
  /** Unweighted average recall: the mean recall of the classes that occur among the true labels, scikit-learn's `balanced_accuracy_score`. */
  readonly uar: number;
  /** Macro precision: the mean over the classes that occur among true or predicted labels, as scikit-learn averages by default. So are `recall` and `f1`. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Precision as the mean over clips instead of classes: each class counts as often as it is true; likewise the next two. */
  readonly weightedPrecision: number;
  readonly weightedRecall: number;
  readonly weightedF1: number;
  /** Cohen's kappa. */
  readonly kappa: number;
  /** Matthews' correlation coefficient. */
  readonly mcc: number;
}

/** Precision, recall, F1 and support of each class, in the order of the matrix: scikit-learn's `precision_recall_fscore_support`. */
export function classScores(confusion: Confusion): ClassScores[] {
  return confusion.map((row, c) => {
    const hits = row[c]!;
    const support = total(row);
    const predicted = predictedCount(confusion, c);
    return {
      precision: ratio(hits, predicted),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, support + predicted),
      support,
    };
  });
}

/** The scores of a confusion matrix. All are 0 for one without clips. */
export function scores(confusion: Confusion): Scores {
  const perClass = classScores(confusion);
  const occurring = perClass.filter(
    ({ support }, c) => support > 0 || predictedCount(confusion, c) > 0,
  );
  const clips = total(perClass.map(({ support }) => support));
  const macro = (metric: "precision" | "recall" | "f1"): number =>
    ratio(total(occurring.map((own) => own[metric])), occurring.length);
  const weighted = (metric: "precision" | "recall" | "f1"): number =>
    ratio(total(perClass.map((own) => own.support * own[metric])), clips);
  return {
    accuracy: accuracy(confusion),
    uar: uar(confusion),
    precision: macro("precision"),
    recall: macro("recall"),
    f1: macro("f1"),
    weightedPrecision: weighted("precision"),
    weightedRecall: weighted("recall"),
    weightedF1: weighted("f1"),
    kappa: cohenKappa(confusion),
    mcc: matthewsCorrelation(confusion),
  };
}

/** The share of clips on the diagonal, 0…1, or 0 without clips. */
export function accuracy(confusion: Confusion): number {
  let hits = 0;
  let clips = 0;
  for (const [c, row] of confusion.entries()) {
    hits += row[c]!;
    clips += total(row);
  }
  return ratio(hits, clips);
}

/** Unweighted average recall: the mean recall of the classes that occur among the true labels, 0…1, or 0 without clips. */
export function uar(confusion: Confusion): number {
  let sum = 0;
  let classes = 0;
  for (const [c, row] of confusion.entries()) {
    const support = total(row);
    if (support === 0) continue;
    sum += row[c]! / support;
    classes++;
  }
  return ratio(sum, classes);
}

function predictedCount(confusion: Confusion, c: number): number {
  return confusion.reduce((sum, row) => sum + row[c]!, 0);
}

function total(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
