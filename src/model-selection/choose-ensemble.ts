import type { Matrix } from "../math/linear-algebra/matrix.ts";
import { violationOf } from "../tuning/goals.ts";
import type { Study } from "../tuning/study.ts";
import type { Trial } from "../tuning/trial.ts";
import { uarOfFolds } from "./inner-scores.ts";
import type { FoldPredictions } from "./trial-input.ts";

/** Trials whose probabilities are averaged. */
export interface EnsembleOfTrials {
  /** In the order in which they were chosen. One that is chosen twice counts twice. */
  readonly trials: readonly Trial[];
  /** The UAR over the inner folds. */
  readonly uar: number;
}

/** A trial that an ensemble may have. */
export interface EnsembleCandidate {
  readonly trial: Trial;
  /** By inner fold. */
  readonly predictions: readonly FoldPredictions[];
}

/** Options of `chooseEnsemble`. */
export interface ChooseEnsembleOptions {
  /** The first one is the first member. */
  readonly candidates: readonly EnsembleCandidate[];
  /** The emotions of the clips of each inner fold. */
  readonly truth: readonly (readonly string[])[];
  /** The most members. */
  readonly size: number;
  readonly goals: Study["goals"];
}

/**
 * Chooses an ensemble from trials by greedy selection with replacement (Caruana et al. 2004, https://doi.org/10.1145/1015330.1015432): each
 * member is the one with which the mean of all probabilities has the highest UAR over the inner folds. It ends early where every further
 * member would break a constraint. Undefined if there is no second member.
 */
export function chooseEnsemble({
  candidates,
  truth,
  size,
  goals,
}: ChooseEnsembleOptions): EnsembleOfTrials | undefined {
  let members = candidates.slice(0, 1);
  let uar = 0;
  while (members.length > 0 && members.length < size) {
    const sums = sumOf(members.map(({ predictions }) => predictions));
    const [best] = candidates
      .map((candidate) => [...members, candidate])
      .map((next) => ({
        next,
        uar: uarOfFolds(truth, sumOf([sums, next.at(-1)!.predictions])),
      }))
      .filter((one) => violationOf(goals, { values: valuesOf(one.next, one.uar) }) === 0)
      .toSorted((a, b) => b.uar - a.uar);
    if (best === undefined) break;
    ({ next: members, uar } = best);
  }
  return members.length < 2 ? undefined : { trials: members.map(({ trial }) => trial), uar };
}

/** The values of an ensemble: what its members take adds up. */
function valuesOf(members: readonly EnsembleCandidate[], uar: number): Record<string, number> {
  const names = Object.keys(members[0]!.trial.values!);
  const sums = names.map((name) => [
    name,
    members.reduce((sum, { trial }) => sum + trial.values![name]!, 0),
  ]);
  return { ...Object.fromEntries(sums), uar };
}

/** The sums of probabilities, fold by fold. */
function sumOf(all: readonly (readonly FoldPredictions[])[]): readonly FoldPredictions[] {
  const [first, ...others] = all as [readonly FoldPredictions[], ...typeof all];
  return first.map(({ labels, probabilities }, f) => ({
    labels,
    probabilities: others.reduce<Matrix>(
      (sum, other) => added(sum, other[f]!.probabilities),
      probabilities,
    ),
  }));
}

function added(a: Matrix, b: Matrix): Matrix {
  return { ...a, data: a.data.map((value, i) => value + b.data[i]!) };
}
