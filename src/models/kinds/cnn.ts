import { activation } from "../../network/layers/core/activation.ts";
import { conv1d } from "../../network/layers/convolutional/conv1d.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { dropout } from "../../network/layers/regularization/dropout.ts";
import { flatten } from "../../network/layers/reshaping/flatten.ts";
import { maxPooling1d } from "../../network/layers/pooling/pooling1d.ts";
import { reshape } from "../../network/layers/reshaping/reshape.ts";
import { group, withDefault } from "../../options/schema.ts";
import { trainingSettings } from "../../training/training-settings.ts";
import { counts, dropoutRate, size } from "./architecture-settings.ts";
import {
  inputNormalization,
  normalized,
  normalizedRows,
  startFromQuantiles,
} from "./input-normalization.ts";
import { KERAS_COMMON, kerasTraining } from "./keras-training.ts";
import { modelKind } from "./model-kind.ts";

const SETTINGS = group({
  filters: withDefault(counts("filters of each convolution"), [64, 128, 256]),
  kernelSize: withDefault(size("size of the kernels"), 5),
  dropout: withDefault(dropoutRate("share of values dropped after each convolution"), 0.1),
  poolSize: withDefault(size("size of the max-pooling after each convolution but the last"), 4),
  ...trainingSettings({
    epochs: 50,
    batchSize: 32,
    learningRate: 1e-3,
    optimizer: { name: "adam" },
    schedule: { name: "constant" },
  }),
  ...inputNormalization("standard"),
});

/**
 * A convolutional network over a vector or a sequence of frames, the usual Conv1D model of tutorials on emotion recognition. A sequence is
 * convolved over time; a vector's columns are a sequence of one channel. Each convolution has same padding, ReLU, dropout and, but for the
 * last, max-pooling. A dense layer follows.
 */
export const cnn = modelKind({
  summary: "the tutorials' Conv1D 64-128-256",
  settings: SETTINGS,
  takes: ["vectors", "sequences"],
  cost: "high",
  common: KERAS_COMMON,
  fitSettings: kerasTraining,
  weightedLayers: ({ filters }) => filters.length + 1,
  start: startFromQuantiles,
  trainingRows: normalizedRows,
  logits({ filters, kernelSize, dropout: rate, poolSize, normalization }, start, classes) {
    let x = normalized({ normalization }, start);
    if (x.shape.length === 1) x = reshape({ targetShape: [...x.shape, 1] })(x);
    for (const [i, count] of filters.entries()) {
      x = activation({ activation: "relu" })(
        conv1d({ filters: count, kernelSize, padding: "same" })(x),
      );
      x = dropout({ rate })(x);
      if (i < filters.length - 1) x = maxPooling1d({ poolSize })(x);
    }
    return dense({ units: classes })(flatten()(x));
  },
});
