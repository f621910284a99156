import { dense } from "../../network/layers/core/dense.ts";
import { twoClassLogits } from "../../network/layers/core/two-class-logits.ts";
import { group, integer, number, withDefault } from "../../options/schema.ts";
import { EXTRA_SETTINGS } from "../../training/training-settings.ts";
import { modelKind } from "./model-kind.ts";

const { classWeight, loss } = EXTRA_SETTINGS;

/** The parameters of scikit-learn 1.9's `LogisticRegression` with its solver `lbfgs`, its L2 penalty and its defaults. */
const SETTINGS = group({
  C: withDefault(number({ above: 0, text: "inverse of the strength of the L2 penalty" }), 1),
  tol: withDefault(number({ min: 0, text: "largest value of the gradient at the end" }), 1e-4),
  maxIter: withDefault(integer({ min: 1, text: "maximum number of iterations" }), 100),
  classWeight,
  loss,
});

/**
 * Multinomial logistic regression (Cox 1958, https://doi.org/10.1111/j.2517-6161.1958.tb00292.x): one dense layer from 0, trained by L-BFGS
 * on all rows at once. Two classes share one output unit.
 */
export const logistic = modelKind({
  summary: "scikit-learn's logistic regression",
  settings: SETTINGS,
  takes: ["vectors"],
  cost: "low",
  common: {
    epochs: "maxIter",
    classWeight: "classWeight",
    labelSmoothing: "loss.labelSmoothing",
  },
  weightedLayers: () => 1,
  logits(_, start, classes) {
    const layer = (units: number) => dense({ units, kernelInitializer: { name: "zeros" } });
    return classes === 2 ? twoClassLogits()(layer(1)(start)) : layer(classes)(start);
  },
  fitSettings({ C, tol, maxIter, loss }, rows) {
    return {
      loss,
      optimizer: { name: "lbfgs", tol, ftol: 64 * Number.EPSILON },
      alpha: 1 / C,
      epochs: maxIter,
      batchSize: rows,
      learningRate: 1,
      dividesByWeights: true,
    };
  },
});
