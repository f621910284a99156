import { activation } from "../../network/layers/core/activation.ts";
import { attentiveStatisticsPooling } from "../../network/layers/pooling/attentive-statistics-pooling.ts";
import { batchNormalization } from "../../network/layers/normalization/batch-normalization.ts";
import { bidirectional } from "../../network/layers/recurrent/bidirectional.ts";
import { conv1d } from "../../network/layers/convolutional/conv1d.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { dropout } from "../../network/layers/regularization/dropout.ts";
import { maxPooling1d } from "../../network/layers/pooling/pooling1d.ts";
import { group, withDefault } from "../../options/schema.ts";
import { count, counts, dropoutRate, size } from "./architecture-settings.ts";
import { KERAS_COMMON, kerasTraining } from "./keras-training.ts";
import { modelKind } from "./model-kind.ts";
import { SEQUENCE_TRAINING } from "./sequence-training.ts";

const SETTINGS = group({
  filters: withDefault(counts("filters of each convolution"), [64, 64]),
  kernelSize: withDefault(size("size of the kernels"), 5),
  poolSize: withDefault(size("frames of the max-pooling after each convolution"), 2),
  units: withDefault(count("units of the recurrent layer in each direction"), 64),
  attentionUnits: withDefault(count("units of the attention"), 64),
  dropout: withDefault(
    dropoutRate(
      "share of the values dropped before the recurrent layer, of whole channels, and before the last layer",
    ),
    0.3,
  ),
  ...SEQUENCE_TRAINING,
});

/**
 * Convolutions over time, a bidirectional GRU (Cho et al. 2014, https://arxiv.org/abs/1406.1078) and attention over its output, the order of
 * parts of Chen et al. 2018 (https://doi.org/10.1109/LSP.2018.2860246) with convolutions over time only. About 110 000 parameters on 64 bands.
 */
export const cnnBigru = modelKind({
  summary: "convolutions, a bidirectional GRU and attention",
  settings: SETTINGS,
  takes: ["sequences"],
  cost: "high",
  common: KERAS_COMMON,
  fitSettings: kerasTraining,
  weightedLayers: ({ filters }) => filters.length + 3,
  logits({ filters, kernelSize, poolSize, units, attentionUnits, dropout: rate }, start, classes) {
    let x = start;
    for (const count of filters) {
      const options = { filters: count, kernelSize, padding: "same", useBias: false } as const;
      x = activation({ activation: "relu" })(batchNormalization()(conv1d(options)(x)));
      x = maxPooling1d({ poolSize })(x);
    }
    const layer = { name: "gru", units, dropout: rate, returnSequences: true } as const;
    const pooled = attentiveStatisticsPooling({ units: attentionUnits })(
      bidirectional({ layer })(x),
    );
    return dense({ units: classes })(dropout({ rate })(pooled));
  },
});
