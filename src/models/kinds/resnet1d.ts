import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { activation } from "../../network/layers/core/activation.ts";
import { batchNormalization } from "../../network/layers/normalization/batch-normalization.ts";
import { conv1d } from "../../network/layers/convolutional/conv1d.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { dropout } from "../../network/layers/regularization/dropout.ts";
import { globalAveragePooling1d } from "../../network/layers/pooling/global-pooling.ts";
import { add } from "../../network/layers/merging/merging.ts";
import { SEQUENCE_TRAINING } from "./sequence-training.ts";
import { counts, depth, dropoutRate } from "./architecture-settings.ts";
import { group, withDefault } from "../../options/schema.ts";
import { KERAS_COMMON, kerasTraining } from "./keras-training.ts";
import { modelKind } from "./model-kind.ts";

const SETTINGS = group({
  filters: withDefault(
    counts("filters of each stage; each but the first halves the frames"),
    [32, 64, 128],
  ),
  blocks: withDefault(depth("residual blocks of each stage"), 2),
  dropout: withDefault(
    dropoutRate("share of the pooled values dropped before the last layer"),
    0.3,
  ),
  ...SEQUENCE_TRAINING,
});

/**
 * The residual network of He et al. 2016 (https://arxiv.org/abs/1512.03385, figure 2) with convolutions over time only, as Wang et al. 2017
 * (https://arxiv.org/abs/1611.06455, figure 1c) use it for time series: bands are channels, and the mean over time is classified.
 * About 253 000 parameters on 64 bands.
 */
export const resnet1d = modelKind({
  summary: "residual network over time",
  settings: SETTINGS,
  takes: ["sequences"],
  cost: "high",
  common: KERAS_COMMON,
  fitSettings: kerasTraining,
  weightedLayers: ({ filters, blocks }) => 2 * filters.length * blocks + 2,
  logits({ filters, blocks, dropout: rate }, start, classes) {
    let x = relu(convolve(start, filters[0]!, 5));
    for (const [stage, count] of filters.entries()) {
      for (let i = 0; i < blocks; i++) x = block(x, count, stage > 0 && i === 0 ? 2 : 1);
    }
    return dense({ units: classes })(dropout({ rate })(globalAveragePooling1d()(x)));
  },
});

const relu = (x: SymbolicTensor): SymbolicTensor => activation({ activation: "relu" })(x);

function convolve(
  x: SymbolicTensor,
  filters: number,
  kernelSize: number,
  strides = 1,
): SymbolicTensor {
  const options = { filters, kernelSize, strides, padding: "same", useBias: false } as const;
  return batchNormalization()(conv1d(options)(x));
}

function block(x: SymbolicTensor, filters: number, strides: number): SymbolicTensor {
  const inner = convolve(relu(convolve(x, filters, 3, strides)), filters, 3);
  const skip = strides === 1 ? x : convolve(x, filters, 1, strides);
  return relu(add()(inner, skip));
}
