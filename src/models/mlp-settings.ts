import { varianceScaling } from "../network/initializers.ts";
import { input } from "../network/layer.ts";
import { activation, type ActivationName } from "../network/layers/activation.ts";
import { dense } from "../network/layers/dense.ts";
import { type Network, sequential } from "../network/network.ts";
import { adam, type Optimizer, sgd } from "../network/optimizers.ts";
import {
  adaptiveRate,
  constantRate,
  inverseScaling,
  type Schedule,
} from "../training/schedules.ts";
import type { Recipe } from "./recipe.ts";

/** Keras' names of scikit-learn's activations. */
const ACTIVATIONS = {
  identity: "linear",
  logistic: "sigmoid",
  tanh: "tanh",
  relu: "relu",
} as const satisfies Record<string, ActivationName>;

/** The parameters of scikit-learn's MLPClassifier; those of `random_state` and early stopping are the caller's. */
export interface MlpSettings {
  /** Units of each hidden layer. */
  readonly hiddenLayerSizes: readonly number[];
  readonly activation: keyof typeof ACTIVATIONS;
  readonly solver: "adam" | "sgd";
  /** Strength of the L2 penalty. */
  readonly alpha: number;
  /** `auto` is min(200, rows). */
  readonly batchSize: number | "auto";
  /** Only for `sgd`. */
  readonly learningRate: "constant" | "invscaling" | "adaptive";
  readonly learningRateInit: number;
  /** Of `invscaling`. */
  readonly powerT: number;
  /** The most epochs. */
  readonly maxIter: number;
  readonly shuffle: boolean;
  readonly tol: number;
  /** Epochs without improvement by `tol` after which training stops. */
  readonly nIterNoChange: number;
  /** Only for `sgd`. */
  readonly momentum: number;
  readonly nesterovsMomentum: boolean;
  /** Only for `adam`. */
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
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
};

/** The network of an MLP: dense layers with an activation between them; kernels and biases start as scikit-learn's. */
export function mlpNetwork(settings: MlpSettings, columns: number, classes: number): Network {
  const initializer = varianceScaling({
    scale: settings.activation === "logistic" ? 1 / 3 : 1,
    mode: "fanAvg",
    distribution: "uniform",
  });
  const layer = (units: number) =>
    dense({ units, kernelInitializer: initializer, biasInitializer: initializer });
  const hidden = settings.hiddenLayerSizes.flatMap((units) => [
    layer(units),
    activation(ACTIVATIONS[settings.activation]),
  ]);
  return sequential([input([columns]), ...hidden, layer(classes)]);
}

/** How an MLP is trained. */
export function mlpRecipe(settings: MlpSettings, rows: number): Recipe {
  const { alpha, batchSize, maxIter, shuffle, tol, nIterNoChange } = settings;
  return {
    optimizer: optimizerOf(settings),
    schedule: scheduleOf(settings),
    epochs: maxIter,
    batchSize: Math.min(batchSize === "auto" ? 200 : batchSize, rows),
    shuffle,
    l2: alpha,
    stopping: { tol, nIterNoChange },
  };
}

function optimizerOf(settings: MlpSettings): Optimizer {
  const { momentum, nesterovsMomentum: nesterov, beta1, beta2, epsilon } = settings;
  return settings.solver === "adam" ? adam({ beta1, beta2, epsilon }) : sgd({ momentum, nesterov });
}

function scheduleOf({ solver, learningRate, learningRateInit, powerT }: MlpSettings): Schedule {
  if (solver === "sgd" && learningRate === "adaptive") return adaptiveRate(learningRateInit);
  if (solver === "sgd" && learningRate === "invscaling") {
    return inverseScaling(learningRateInit, powerT);
  }
  return constantRate(learningRateInit);
}
