import type * as v from "valibot";
import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { activation } from "../../network/layers/core/activation.ts";
import { batchNormalization } from "../../network/layers/normalization/batch-normalization.ts";
import { conv1d } from "../../network/layers/convolutional/conv1d.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { spatialDropout1d } from "../../network/layers/regularization/dropout.ts";
import { globalAveragePooling1d } from "../../network/layers/pooling/global-pooling.ts";
import { add } from "../../network/layers/merging/merging.ts";
import { SEQUENCE_TRAINING } from "./sequence-training.ts";
import { count, counts, dropoutRate, size } from "./architecture-settings.ts";
import { group, withDefault } from "../../options/schema.ts";
import { KERAS_COMMON, kerasTraining } from "./keras-training.ts";
import { modelKind } from "./model-kind.ts";

const SETTINGS = group({
  filters: withDefault(count("filters of each convolution"), 64),
  kernelSize: withDefault(size("size of the kernels"), 3),
  dilations: withDefault(
    counts("distance between the taps of the kernels, block by block"),
    [1, 2, 4, 8, 16, 32],
  ),
  dropout: withDefault(dropoutRate("share of the channels dropped after each convolution"), 0.1),
  ...SEQUENCE_TRAINING,
});

/**
 * The temporal convolutional network of Bai et al. 2018 (https://arxiv.org/abs/1803.01271, figure 1): residual blocks of two causal
 * convolutions, whose dilation doubles from block to block. It has batch normalisation instead of weight normalisation, and the mean over
 * time instead of the last frame. About 152 000 parameters on 64 bands. A value depends on 253 frames: its own and those before it.
 */
export const tcn = modelKind({
  summary: "dilated causal convolutions",
  settings: SETTINGS,
  takes: ["sequences"],
  cost: "high",
  common: KERAS_COMMON,
  fitSettings: kerasTraining,
  weightedLayers: ({ dilations }) => 2 * dilations.length + 1,
  logits(settings, start, classes) {
    const x = settings.dilations.reduce((x, rate) => block(settings, x, rate), start);
    return dense({ units: classes })(globalAveragePooling1d()(x));
  },
});

const relu = (x: SymbolicTensor): SymbolicTensor => activation({ activation: "relu" })(x);

function block(
  { filters, kernelSize, dropout: rate }: v.InferOutput<typeof SETTINGS>,
  x: SymbolicTensor,
  dilationRate: number,
): SymbolicTensor {
  const convolve = (value: SymbolicTensor): SymbolicTensor => {
    const options = { filters, kernelSize, dilationRate, padding: "causal" } as const;
    return spatialDropout1d({ rate })(relu(batchNormalization()(conv1d(options)(value))));
  };
  const skip = x.shape[1] === filters ? x : conv1d({ filters, kernelSize: 1 })(x);
  return relu(add()(convolve(convolve(x)), skip));
}
