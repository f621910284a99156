import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { twoClassLogits } from "../../network/layers/core/two-class-logits.ts";
import type { ClassificationLoss } from "../../network/graphs/losses.ts";
import { checkRanges, COUNT, NOT_NEGATIVE, POSITIVE } from "../../options/setting-ranges.ts";
import type { ClassWeight } from "../../training/training-settings.ts";
import { changedSettings } from "./changed-settings.ts";
import type { PresetChanges } from "./model-kind.ts";
import type { Recipe } from "./recipe.ts";

/** Parameters of logistic regression: those of scikit-learn's `LogisticRegression` with its solver `lbfgs` and its L2 penalty. */
export interface LogisticSettings {
  /** One over the strength of the penalty. */
  readonly C: number;
  /** The end is where no value of the gradient is larger. */
  readonly tol: number;
  /** The most iterations of L-BFGS. */
  readonly maxIter: number;
  readonly classWeight?: ClassWeight;
  /** Default: cross-entropy. */
  readonly loss?: ClassificationLoss;
}

/** scikit-learn 1.9's defaults. */
export const LOGISTIC_DEFAULTS: LogisticSettings = { C: 1, tol: 1e-4, maxIter: 100 };

/** Multinomial logistic regression (Cox 1958, https://doi.org/10.1111/j.2517-6161.1958.tb00292.x): one dense layer from 0; two classes share one output unit. */
export function logisticLogits(
  settings: LogisticSettings,
  start: SymbolicTensor,
  classes: number,
): SymbolicTensor {
  checkRanges("logistic", settings, { C: POSITIVE, tol: NOT_NEGATIVE, maxIter: COUNT });
  const layer = (units: number) => dense({ units, kernelInitializer: { name: "zeros" } });
  return classes === 2 ? twoClassLogits()(layer(1)(start)) : layer(classes)(start);
}

/** How it is trained: by L-BFGS on all rows at once. */
export function logisticRecipe(
  { C, tol, maxIter, ...settings }: LogisticSettings,
  rows: number,
): Recipe {
  return {
    ...settings,
    optimizer: { name: "lbfgs", maxFun: 15_000, tol, ftol: 64 * Number.EPSILON },
    alpha: 1 / C,
    epochs: maxIter,
    batchSize: rows,
    learningRate: 1,
    dividesByWeights: true,
  };
}

/** Settings with what is changed, under scikit-learn's names. */
export function changedLogistic(
  settings: LogisticSettings,
  { epochs, ...others }: PresetChanges,
): LogisticSettings {
  return {
    ...changedSettings(settings, others),
    ...(epochs !== undefined && { maxIter: epochs }),
  };
}
