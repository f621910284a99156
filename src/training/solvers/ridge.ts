import { AffektError } from "../../errors.ts";
import { solvePositive } from "../../math/linear-algebra/cholesky.ts";
import { dot } from "../../math/linear-algebra/dot.ts";
import { rowOf } from "../../math/linear-algebra/matrix.ts";
import { momentsOf } from "../../math/statistics/moments.ts";
import { number, withDefault } from "../../options/schema.ts";
import { kernelOf, type LinearModel } from "./linear-model.ts";
import type { TrainingRows } from "../training-rows.ts";

/** Options of the ridge classifier, with scikit-learn's default. */
export const RIDGE = {
  alpha: withDefault(number({ min: 0, text: "strength of the penalty on squared weights" }), 1),
};

/**
 * Least squares from features to 1 for a row's class and -1 for every other, with alpha Σw² added (Hoerl & Kennard 1970,
 * https://doi.org/10.1080/00401706.1970.10488634). The bias is free. This is scikit-learn's `RidgeClassifier(solver="cholesky")`, but two
 * classes have two outputs, one the negative of the other.
 * @throws {AffektError} `bad-data` where alpha is 0 and columns depend on each other.
 */
export function solveRidge(
  { X, targets, weights }: TrainingRows,
  { alpha }: { readonly alpha: number },
): LinearModel {
  const { columns, rows } = X;
  const classes = targets.columns;
  const { weight: total, mean, scatter } = momentsOf(X, weights);
  for (let c = 0; c < columns; c++) scatter.data[c * columns + c]! += alpha;

  const means = new Float64Array(classes);
  const sides = Array.from({ length: classes }, () => new Float64Array(columns)); // Σ weight · (x - mean) · y
  for (let row = 0; row < rows; row++) {
    const weight = weights?.[row] ?? 1;
    const values = rowOf(X, row);
    for (const [k, target] of rowOf(targets, row).entries()) {
      const y = weight * (2 * target - 1);
      means[k]! += y / total;
      for (let c = 0; c < columns; c++) sides[k]![c]! += y * (values[c]! - mean[c]!);
    }
  }
  const solution = solvePositive(scatter, sides);
  if (solution === undefined) {
    throw new AffektError(
      "bad-data",
      `ridge: some of the ${columns} features follow from the others in these ${rows} rows; take alpha above 0`,
    );
  }
  const bias = means.map((y, k) => y - dot(solution[k]!, mean));
  return { kernel: kernelOf(solution), bias };
}
