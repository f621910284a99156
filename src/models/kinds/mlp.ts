import type * as v from "valibot";
import type { Initializer } from "../../network/initializers.ts";
import { activation } from "../../network/layers/core/activation.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { twoClassLogits } from "../../network/layers/core/two-class-logits.ts";
import { flatten } from "../../network/layers/reshaping/flatten.ts";
import type { ActivationName } from "../../network/operations/activation-operation.ts";
import { choice, flag, group, integer, number, withDefault } from "../../options/schema.ts";
import type { FitSettings } from "../../training/fit-settings.ts";
import type { ScheduleSettings } from "../../training/schedules.ts";
import { EXTRA_SETTINGS } from "../../training/training-settings.ts";
import { counts } from "./architecture-settings.ts";
import {
  inputNormalization,
  normalized,
  normalizedRows,
  startFromQuantiles,
} from "./input-normalization.ts";
import { modelKind } from "./model-kind.ts";

/** Keras' names of scikit-learn's activations. */
const ACTIVATIONS = {
  identity: "linear",
  logistic: "sigmoid",
  tanh: "tanh",
  relu: "relu",
} as const satisfies Record<string, ActivationName>;

/** The parameters of scikit-learn 1.9's MLPClassifier with its defaults, and further settings. */
export const MLP_SETTINGS = {
  hiddenLayerSizes: withDefault(counts("units of each hidden layer", { minLength: 0 }), [100]),
  activation: withDefault(
    choice(["identity", "logistic", "tanh", "relu"], { text: "activation of the hidden layers" }),
    "relu",
  ),
  solver: withDefault(
    choice(["adam", "sgd", "lbfgs"], {
      text: "optimiser; lbfgs works on all rows at once, which suits few rows",
    }),
    "adam",
  ),
  alpha: withDefault(number({ min: 0, text: "strength of the L2 penalty" }), 1e-4),
  batchSize: withDefault(
    integer({ min: 1, or: ["auto"], text: "rows in a batch; auto is min(200, rows)" }),
    "auto",
  ),
  learningRate: withDefault(
    choice(["constant", "invscaling", "adaptive"], { text: "schedule of the step size of sgd" }),
    "constant",
  ),
  learningRateInit: withDefault(
    number({ above: 0, text: "initial step size of adam and sgd" }),
    1e-3,
  ),
  powerT: withDefault(number({ min: 0, text: "exponent of invscaling" }), 0.5),
  maxIter: withDefault(
    integer({ min: 1, text: "maximum number of epochs, of lbfgs iterations" }),
    200,
  ),
  shuffle: withDefault(flag({ text: "a new order of the rows in each epoch" }), true),
  tol: withDefault(
    number({
      min: 0,
      text: "smallest improvement that counts; of lbfgs the largest value of the gradient at the end",
    }),
    1e-4,
  ),
  nIterNoChange: withDefault(
    integer({
      min: 1,
      text: "epochs in a row without improvement by tol before training ends",
    }),
    10,
  ),
  momentum: withDefault(number({ min: 0, max: 1, text: "momentum of sgd" }), 0.9),
  nesterovsMomentum: withDefault(flag({ text: "Nesterov's momentum, of sgd" }), true),
  beta1: withDefault(number({ min: 0, below: 1, text: "decay of adam's first moment" }), 0.9),
  beta2: withDefault(number({ min: 0, below: 1, text: "decay of adam's second moment" }), 0.999),
  epsilon: withDefault(number({ above: 0, text: "adam's summand against division by zero" }), 1e-8),
  maxFun: withDefault(
    integer({ min: 1, text: "maximum number of evaluations of the loss by lbfgs" }),
    15_000,
  ),
  ...EXTRA_SETTINGS,
  ...inputNormalization("standard"),
};

const SETTINGS = group(MLP_SETTINGS);

type Settings = Readonly<v.InferOutput<typeof SETTINGS>>;

/**
 * The multi-layer perceptron of scikit-learn: dense layers with an activation between them, kernels and biases drawn as there. Two classes
 * share one output unit. The frames of a sequence are put end to end.
 */
export const mlp = modelKind({
  summary: "scikit-learn's MLPClassifier",
  settings: SETTINGS,
  takes: ["vectors", "sequences"],
  cost: "low",
  common: {
    epochs: "maxIter",
    batchSize: "batchSize",
    learningRate: "learningRateInit",
    patience: "nIterNoChange",
    classWeight: "classWeight",
    labelSmoothing: "loss.labelSmoothing",
    mixup: "mixup",
    specAugment: "specAugment",
  },
  weightedLayers: ({ hiddenLayerSizes }) => hiddenLayerSizes.length + 1,
  start: startFromQuantiles,
  trainingRows: normalizedRows,
  logits({ activation: name, hiddenLayerSizes, normalization }, start, classes) {
    const initializer: Initializer = {
      name: "varianceScaling",
      scale: name === "logistic" ? 1 / 3 : 1,
      mode: "fanAvg",
      distribution: "uniform",
    };
    const layer = (units: number) =>
      dense({ units, kernelInitializer: initializer, biasInitializer: initializer });
    let x = normalized({ normalization }, start);
    if (x.shape.length > 1) x = flatten()(x);
    for (const units of hiddenLayerSizes) {
      x = activation({ activation: ACTIVATIONS[name] })(layer(units)(x));
    }
    return classes === 2 ? twoClassLogits()(layer(1)(x)) : layer(classes)(x);
  },
  fitSettings(settings, rows) {
    const { batchSize, solver, nIterNoChange } = settings;
    const { loss, mixup, specAugment, emaMomentum, monitor } = settings;
    const { clipNorm, globalClipNorm, clipValue } = settings;
    return {
      optimizer: optimizerOf(settings),
      schedule: scheduleOf(settings),
      epochs: settings.maxIter,
      batchSize: Math.min(batchSize === "auto" ? 200 : batchSize, rows),
      learningRate: settings.learningRateInit,
      shuffle: settings.shuffle,
      alpha: settings.alpha,
      dividesByWeights: true,
      minDelta: settings.tol,
      patience: solver === "lbfgs" ? undefined : nIterNoChange,
      loss,
      mixup,
      specAugment,
      emaMomentum,
      monitor,
      clipNorm,
      globalClipNorm,
      clipValue,
    };
  },
});

function optimizerOf(settings: Settings): NonNullable<FitSettings["optimizer"]> {
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

function scheduleOf({ solver, learningRate: name, powerT }: Settings): ScheduleSettings {
  if (solver !== "sgd") return { name: "constant" };
  return name === "invscaling" ? { name, powerT } : { name };
}
