import { AffektError } from "../../errors.ts";
import { solvePositive } from "../../math/cholesky.ts";
import { dot } from "../../math/dot.ts";
import { type Matrix, rowOf, selectRows } from "../../math/matrix.ts";
import { momentsOf } from "../../math/moments.ts";
import { shrunkCovariance } from "./ledoit-wolf.ts";
import { kernelOf, type LinearModel } from "./linear-model.ts";
import type { TrainingRows } from "../training-rows.ts";

/** The logarithm of the prior of a class without weight: finite, and so low that softmax gives 0. */
const LOG_NOTHING = -1e30;

/**
 * The linear scores of normal classes with one covariance (Fisher 1936, https://doi.org/10.1111/j.1469-1809.1936.tb02137.x; Hastie et al.,
 * The Elements of Statistical Learning, eq. 4.10), which is the mean of the classes' own, each shrunk by `shrunkCovariance` and counted by the class'
 * share of the weight: scikit-learn's `LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")`.
 * Rows of a class count alike.
 * @throws {AffektError} `bad-data` where no class varies.
 */
export function solveLda({ X, targets, weights }: TrainingRows): LinearModel {
  const { columns: size, rows } = X;
  const weightOf = (row: number): number => weights?.[row] ?? 1;
  const members = rowsOfClasses(targets);
  const sums = members.map((own) => own.reduce((sum, row) => sum + weightOf(row), 0));
  const total = sums.reduce((a, b) => a + b);
  const priors = sums.map((sum) => sum / total);

  const covariance = { data: new Float64Array(size * size), size };
  const means = members.map((own, k) => {
    const ownX = selectRows(X, own);
    const moments = momentsOf(ownX);
    for (const [i, value] of shrunkCovariance(ownX, moments).data.entries()) {
      covariance.data[i]! += priors[k]! * value;
    }
    return moments.mean;
  });
  const solution = solvePositive(covariance, means);
  if (solution === undefined) {
    throw new AffektError(
      "bad-data",
      `lda: the ${rows} rows of ${members.length} classes do not vary enough within their classes to tell how ${size} features scatter; give more rows of each class, or leave out features that never change`,
    );
  }
  const bias = Float64Array.from(
    priors,
    (prior, k) => Math.max(Math.log(prior), LOG_NOTHING) - dot(solution[k]!, means[k]!) / 2,
  );
  return { kernel: kernelOf(solution), bias };
}

/** The rows of each class, by their highest target. */
function rowsOfClasses(targets: Matrix): number[][] {
  const members: number[][] = Array.from({ length: targets.columns }, () => []);
  for (let row = 0; row < targets.rows; row++) {
    const values = rowOf(targets, row);
    members[values.indexOf(Math.max(...values))]!.push(row);
  }
  return members;
}
