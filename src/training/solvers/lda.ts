import { AffektError } from "../../errors.ts";
import { solvePositive } from "../../math/linear-algebra/cholesky.ts";
import { dot } from "../../math/linear-algebra/dot.ts";
import { type Matrix, rowOf, selectRows } from "../../math/linear-algebra/matrix.ts";
import { momentsOf } from "../../math/statistics/moments.ts";
import { number, withDefault } from "../../options/schema.ts";
import { shrunkCovariance } from "./ledoit-wolf.ts";
import { kernelOf, type LinearModel } from "./linear-model.ts";
import { solveShrunk } from "./shrunk-lda.ts";
import type { TrainingRows } from "../training-rows.ts";

/** The logarithm of the prior of a class without weight: finite, and so low that softmax gives 0. */
const LOG_NOTHING = -1e30;

/** Options of linear discriminant analysis, as scikit-learn has them. */
export const LDA = {
  shrinkage: withDefault(
    number({
      min: 0,
      max: 1,
      or: ["auto"],
      text: "share by which covariances are shrunk towards equal variances, `auto` for Ledoit and Wolf's, a class at a time",
    }),
    "auto",
  ),
};

/**
 * The linear scores of normal classes with one covariance (Fisher 1936, https://doi.org/10.1111/j.1469-1809.1936.tb02137.x; Hastie et al.,
 * The Elements of Statistical Learning, eq. 4.10), which is the mean of the classes' own, counted by the class' share of the weight and shrunk:
 * scikit-learn's `LinearDiscriminantAnalysis(solver="lsqr")`. Rows of a class count alike.
 * @throws {AffektError} `bad-data` where no class varies.
 */
export function solveLda(
  { X, targets, weights }: TrainingRows,
  { shrinkage }: { readonly shrinkage: number | "auto" },
): LinearModel {
  const { columns: size, rows } = X;
  const weightOf = (row: number): number => weights?.[row] ?? 1;
  const members = rowsOfClasses(targets);
  const sums = members.map((own) => own.reduce((sum, row) => sum + weightOf(row), 0));
  const total = sums.reduce((a, b) => a + b);
  const priors = sums.map((sum) => sum / total);
  const means = members.map((own) => meanOf(X, own));
  const solution =
    shrinkage === "auto"
      ? solvePositive({ data: shrunkByClass(X, members, priors), size }, means)
      : solveShrunk({ deviations: deviationsOf(X, members, means, priors), means }, shrinkage);
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

function meanOf(X: Matrix, members: readonly number[]): Float64Array {
  const mean = new Float64Array(X.columns);
  for (const row of members) {
    const values = rowOf(X, row);
    for (let c = 0; c < values.length; c++) mean[c]! += values[c]! / members.length;
  }
  return mean;
}

/** The lower triangle of the mean of the classes' covariances, each shrunk on its own. */
function shrunkByClass(
  X: Matrix,
  members: readonly (readonly number[])[],
  priors: readonly number[],
): Float64Array {
  const sum = new Float64Array(X.columns ** 2);
  for (const [k, own] of members.entries()) {
    const ownX = selectRows(X, own);
    for (const [i, value] of shrunkCovariance(ownX, momentsOf(ownX)).data.entries()) {
      sum[i]! += priors[k]! * value;
    }
  }
  return sum;
}

/** Rows whose scatter around 0 is the mean of the classes' covariances. */
function deviationsOf(
  { data, rows, columns }: Matrix,
  members: readonly (readonly number[])[],
  means: readonly Float64Array[],
  priors: readonly number[],
): Matrix {
  const deviations = new Float32Array(data.length);
  for (const [k, own] of members.entries()) {
    const share = Math.sqrt(priors[k]! / own.length);
    const mean = means[k]!;
    for (const row of own) {
      const at = row * columns;
      for (let c = 0; c < columns; c++) deviations[at + c] = share * (data[at + c]! - mean[c]!);
    }
  }
  return { data: deviations, rows, columns };
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
