import type { Initializer } from "../../network/initializers.ts";
import { activation } from "../../network/layers/core/activation.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { dropout } from "../../network/layers/regularization/dropout.ts";
import { group, withDefault } from "../../options/schema.ts";
import { trainingSettings } from "../../training/training-settings.ts";
import { counts, dropoutRate } from "./architecture-settings.ts";
import {
  inputNormalization,
  normalized,
  normalizedRows,
  startFromQuantiles,
} from "./input-normalization.ts";
import { KERAS_COMMON, kerasTraining } from "./keras-training.ts";
import { modelKind } from "./model-kind.ts";

const SETTINGS = group({
  units: withDefault(counts("units of each hidden layer"), [256]),
  inputDropout: withDefault(dropoutRate("share of inputs dropped"), 0.5),
  dropout: withDefault(dropoutRate("share of units dropped after each hidden layer"), 0.5),
  ...trainingSettings({
    epochs: 30,
    batchSize: 64,
    learningRate: 2e-3,
    optimizer: { name: "adamw", weightDecay: 0.01 },
    schedule: { name: "cosine", warmupEpochs: 3 },
  }),
  ...inputNormalization("quantile"),
});

/** PyTorch's: the usual one of Keras is twice as wide, and starts from more noise where there are thousands of columns. */
const INITIALIZER: Initializer = {
  name: "varianceScaling",
  scale: 1 / 3,
  mode: "fanIn",
  distribution: "uniform",
};

/**
 * Dense layers with ReLU and dropout over thousands of statistics of a recording, more columns than there are recordings: dropout of the
 * inputs keeps a unit from relying on few of them (Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html).
 */
export const dnn = modelKind({
  summary: "dense layers with dropout, for sets of many statistics",
  settings: SETTINGS,
  takes: ["vectors"],
  cost: "high",
  common: KERAS_COMMON,
  fitSettings: kerasTraining,
  weightedLayers: ({ units }) => units.length + 1,
  start: startFromQuantiles,
  trainingRows: normalizedRows,
  logits({ units, inputDropout, dropout: rate, normalization }, start, classes) {
    let x = dropout({ rate: inputDropout })(normalized({ normalization }, start));
    for (const count of units) {
      x = activation({ activation: "relu" })(
        dense({ units: count, kernelInitializer: INITIALIZER })(x),
      );
      x = dropout({ rate })(x);
    }
    return dense({ units: classes })(x);
  },
});
