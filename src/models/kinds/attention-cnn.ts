import { activation } from "../../network/layers/core/activation.ts";
import { attentiveStatisticsPooling } from "../../network/layers/pooling/attentive-statistics-pooling.ts";
import { batchNormalization } from "../../network/layers/normalization/batch-normalization.ts";
import { conv1d } from "../../network/layers/convolutional/conv1d.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { dropout } from "../../network/layers/regularization/dropout.ts";
import { maxPooling1d } from "../../network/layers/pooling/pooling1d.ts";
import { SEQUENCE_TRAINING } from "./sequence-training.ts";
import { count, counts, dropoutRate, size } from "./architecture-settings.ts";
import { group, withDefault } from "../../options/schema.ts";
import { KERAS_COMMON, kerasTraining } from "./keras-training.ts";
import { modelKind } from "./model-kind.ts";

const SETTINGS = group({
  filters: withDefault(counts("filters of each convolution"), [64, 128, 128]),
  kernelSize: withDefault(size("size of the kernels"), 5),
  poolSize: withDefault(size("frames of the max-pooling after each convolution but the last"), 2),
  units: withDefault(count("units of the attention"), 64),
  dropout: withDefault(
    dropoutRate("share of the pooled values dropped before the last layer"),
    0.3,
  ),
  ...SEQUENCE_TRAINING,
});

/**
 * Convolutions over time, pooled by attention, so that frames that say nothing about the emotion count for little: Mirsamadi et al. 2017
 * (https://doi.org/10.1109/ICASSP.2017.7952552, figure 2d) with convolutions in place of the recurrent layers, and mean and deviation by
 * Okabe et al. 2018 (https://arxiv.org/abs/1803.10963, figure 1). About 163 000 parameters on 64 bands.
 */
export const attentionCnn = modelKind({
  summary: "convolutions over time, pooled by attention",
  settings: SETTINGS,
  takes: ["sequences"],
  cost: "high",
  common: KERAS_COMMON,
  fitSettings: kerasTraining,
  weightedLayers: ({ filters }) => filters.length + 1,
  logits({ filters, kernelSize, poolSize, units, dropout: rate }, start, classes) {
    let x = start;
    for (const [i, count] of filters.entries()) {
      const options = { filters: count, kernelSize, padding: "same", useBias: false } as const;
      x = activation({ activation: "relu" })(batchNormalization()(conv1d(options)(x)));
      if (i < filters.length - 1) x = maxPooling1d({ poolSize })(x);
    }
    return dense({ units: classes })(dropout({ rate })(attentiveStatisticsPooling({ units })(x)));
  },
});
