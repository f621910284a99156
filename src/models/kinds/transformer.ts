import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { activation } from "../../network/layers/core/activation.ts";
import { attentiveStatisticsPooling } from "../../network/layers/pooling/attentive-statistics-pooling.ts";
import { batchNormalization } from "../../network/layers/normalization/batch-normalization.ts";
import { conv1d } from "../../network/layers/convolutional/conv1d.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { dropout } from "../../network/layers/regularization/dropout.ts";
import { layerNormalization } from "../../network/layers/normalization/layer-normalization.ts";
import { add } from "../../network/layers/merging/merging.ts";
import { multiHeadAttention } from "../../network/layers/attention/multi-head-attention.ts";
import { sinePositionEncoding } from "../../network/layers/attention/sine-position-encoding.ts";
import { group, withDefault } from "../../options/schema.ts";
import { trainingSettings } from "../../training/training-settings.ts";
import { count, depth, dropoutRate, size } from "./architecture-settings.ts";
import { KERAS_COMMON, kerasTraining } from "./keras-training.ts";
import { modelKind } from "./model-kind.ts";

const SETTINGS = group({
  width: withDefault(count("channels of each frame, a multiple of the heads"), 64),
  heads: withDefault(count("heads of each attention"), 4),
  blocks: withDefault(depth("blocks"), 3),
  kernelSize: withDefault(size("size of the two convolutions, each of which halves the frames"), 5),
  dropout: withDefault(
    dropoutRate("share of the values dropped in each block and at the end"),
    0.2,
  ),
  ...trainingSettings({
    epochs: 40,
    batchSize: 32,
    learningRate: 1e-3,
    optimizer: { name: "adamw", weightDecay: 0.01 },
    schedule: { name: "cosine" },
  }),
});

/**
 * The encoder of Vaswani et al. 2017 (https://arxiv.org/abs/1706.03762) with normalisation before each part (Xiong et al. 2020,
 * https://arxiv.org/abs/2002.04745), behind two convolutions over time as in Whisper (Radford et al. 2022, https://arxiv.org/abs/2212.04356).
 * About 209 000 parameters on 64 bands.
 */
export const transformer = modelKind({
  summary: "transformer encoder over time",
  settings: SETTINGS,
  takes: ["sequences"],
  cost: "high",
  common: KERAS_COMMON,
  fitSettings: kerasTraining,
  weightedLayers: ({ blocks }) => 3 * blocks + 3,
  logits({ width, heads, blocks, kernelSize, dropout: rate }, start, classes) {
    const dropped = (x: SymbolicTensor): SymbolicTensor => dropout({ rate })(x);
    const convolve = (x: SymbolicTensor): SymbolicTensor => {
      const options = { filters: width, kernelSize, strides: 2, padding: "same" } as const;
      return activation({ activation: "gelu" })(batchNormalization()(conv1d(options)(x)));
    };
    let x = dropped(sinePositionEncoding()(convolve(convolve(start))));
    for (let i = 0; i < blocks; i++) {
      const attention = multiHeadAttention({
        numHeads: heads,
        keyDim: Math.ceil(width / heads),
        dropout: rate,
      });
      x = add()(x, dropped(attention(layerNormalization()(x))));
      const wide = dense({ units: 4 * width, activation: "gelu" })(layerNormalization()(x));
      x = add()(x, dropped(dense({ units: width })(wide)));
    }
    return dense({ units: classes })(
      dropped(attentiveStatisticsPooling()(layerNormalization()(x))),
    );
  },
});
