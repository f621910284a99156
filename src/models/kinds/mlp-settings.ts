import type { Initializer } from "../../network/initializers.ts";
import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { activation } from "../../network/layers/core/activation.ts";
import type { ActivationName } from "../../network/operations/activation-operation.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { flatten } from "../../network/layers/reshaping/flatten.ts";
import { checkChoice } from "../../options/option-checks.ts";
import { twoClassLogits } from "../../network/layers/core/two-class-logits.ts";
import type { FitSettings } from "../../training/fit-options.ts";
import type { ScheduleSettings } from "../../training/schedules.ts";
import {
  checkRanges,
  COUNT,
  NOT_NEGATIVE,
  POSITIVE,
  type Ranges,
  SHARE,
} from "../../options/setting-ranges.ts";
import type { ExtraSettings } from "../../training/training-settings.ts";
import { changedSettings } from "./changed-settings.ts";
import type { PresetChanges } from "./model-kind.ts";
import type { Recipe } from "./recipe.ts";

/** Keras' names of scikit-learn's activations. */
const ACTIVATIONS = {
  identity: "linear",
  logistic: "sigmoid",
  tanh: "tanh",
  relu: "relu",
} as const satisfies Record<string, ActivationName>;

/** The parameters of scikit-learn's MLPClassifier that say what is learned and how, and what can be added. */
export interface MlpSettings extends ExtraSettings {
  /** Units of each hidden layer. */
  readonly hiddenLayerSizes: readonly number[];
  readonly activation: keyof typeof ACTIVATIONS;
  /** `lbfgs` works on all rows at once: the better choice for few rows. */
  readonly solver: "adam" | "sgd" | "lbfgs";
  /** Strength of the L2 penalty. */
  readonly alpha: number;
  /** `auto` is min(200, rows). */
  readonly batchSize: number | "auto";
  /** Only for `sgd`. */
  readonly learningRate: "constant" | "invscaling" | "adaptive";
  /** Only for `adam` and `sgd`. */
  readonly learningRateInit: number;
  /** Of `invscaling`. */
  readonly powerT: number;
  /** The most epochs; for `lbfgs` iterations. */
  readonly maxIter: number;
  readonly shuffle: boolean;
  /** What counts as an improvement; for `lbfgs` the end is where no value of the gradient is larger. */
  readonly tol: number;
  /** The most epochs in a row without improvement by `tol`. */
  readonly nIterNoChange: number;
  /** Only for `sgd`. */
  readonly momentum: number;
  readonly nesterovsMomentum: boolean;
  /** Only for `adam`. */
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Only for `lbfgs`: the most evaluations of the loss. */
  readonly maxFun: number;
}

/** scikit-learn 1.9's defaults. */
export const MLP_DEFAULTS: MlpSettings = {
  hiddenLayerSizes: [100],
  activation: "relu",
  solver: "adam",
  alpha: 1e-4,
  batchSize: "auto",
  learningRate: "constant",
  learningRateInit: 1e-3,
  powerT: 0.5,
  maxIter: 200,
  shuffle: true,
  tol: 1e-4,
  nIterNoChange: 10,
  momentum: 0.9,
  nesterovsMomentum: true,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  maxFun: 15_000,
};

/** scikit-learn's. */
const RANGES: Ranges = {
  alpha: NOT_NEGATIVE,
  learningRateInit: POSITIVE,
  powerT: NOT_NEGATIVE,
  maxIter: COUNT,
  tol: NOT_NEGATIVE,
  nIterNoChange: { from: 1 },
  momentum: { from: 0, to: 1 },
  beta1: SHARE,
  beta2: SHARE,
  epsilon: POSITIVE,
  maxFun: COUNT,
};

/** Errors: `invalid-argument` for a parameter that scikit-learn would not take. */
export function checkMlpSettings(settings: MlpSettings): void {
  checkRanges("mlp", settings, RANGES);
  if (settings.batchSize !== "auto") checkRanges("mlp", settings, { batchSize: COUNT });
  checkChoice("mlp", "solver", settings.solver, ["adam", "sgd", "lbfgs"]);
  checkChoice("mlp", "activation", settings.activation, Object.keys(ACTIVATIONS));
  checkChoice("mlp", "learningRate", settings.learningRate, ["constant", "invscaling", "adaptive"]);
}

/**
 * The logits of an MLP: dense layers with an activation between them; kernels and biases start as scikit-learn's. Two classes
 * share one output unit, as there. A sequence's frames are put end to end.
 */
export function mlpLogits(
  settings: MlpSettings,
  start: SymbolicTensor,
  classes: number,
): SymbolicTensor {
  checkMlpSettings(settings);
  const initializer: Initializer = {
    name: "varianceScaling",
    scale: settings.activation === "logistic" ? 1 / 3 : 1,
    mode: "fanAvg",
    distribution: "uniform",
  };
  const layer = (units: number) =>
    dense({ units, kernelInitializer: initializer, biasInitializer: initializer });
  let x = start.shape.length === 1 ? start : flatten()(start);
  for (const units of settings.hiddenLayerSizes) {
    x = activation({ activation: ACTIVATIONS[settings.activation] })(layer(units)(x));
  }
  return classes === 2 ? twoClassLogits()(layer(1)(x)) : layer(classes)(x);
}

/** How an MLP is trained: its settings in the words of `fit`. */
export function mlpRecipe(settings: MlpSettings, rows: number): Recipe {
  const { solver, learningRateInit, batchSize, maxIter, tol, nIterNoChange } = settings;
  return {
    ...settings,
    optimizer: optimizerOf(settings),
    schedule: scheduleOf(settings),
    epochs: maxIter,
    batchSize: Math.min(batchSize === "auto" ? 200 : batchSize, rows),
    learningRate: learningRateInit,
    dividesByWeights: true,
    minDelta: tol,
    ...(solver !== "lbfgs" && { patience: nIterNoChange }),
  };
}

/** Settings with what is changed, under scikit-learn's names. */
export function changedMlp(
  settings: MlpSettings,
  { epochs, learningRate, patience, ...others }: PresetChanges,
): MlpSettings {
  return {
    ...changedSettings(settings, others),
    ...(epochs !== undefined && { maxIter: epochs }),
    ...(learningRate !== undefined && { learningRateInit: learningRate }),
    ...(patience !== undefined && { nIterNoChange: patience }),
  };
}

function optimizerOf(settings: MlpSettings): NonNullable<FitSettings["optimizer"]> {
  const { solver, momentum, nesterovsMomentum, beta1, beta2, epsilon, maxFun, tol } = settings;
  switch (solver) {
    case "adam":
      return { name: solver, beta1, beta2, epsilon };
    case "sgd":
      return { name: solver, momentum, nesterov: nesterovsMomentum };
    case "lbfgs":
      return { name: solver, maxFun, tol };
  }
}

function scheduleOf({ solver, learningRate: name, powerT }: MlpSettings): ScheduleSettings {
  if (solver !== "sgd") return { name: "constant" };
  return name === "invscaling" ? { name, powerT } : { name };
}
