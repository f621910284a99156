import { batchNormalization } from "../../network/layers/normalization/batch-normalization.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { dropout } from "../../network/layers/regularization/dropout.ts";
import { lstm } from "../../network/layers/recurrent/lstm.ts";
import { add } from "../../network/layers/merging/merging.ts";
import { softAttentionPooling } from "../../network/layers/pooling/soft-attention-pooling.ts";
import { group, withDefault } from "../../options/schema.ts";
import { trainingSettings } from "../../training/training-settings.ts";
import { count, dropoutRate } from "./architecture-settings.ts";
import { KERAS_COMMON, kerasTraining } from "./keras-training.ts";
import { modelKind } from "./model-kind.ts";

const SETTINGS = group({
  units: withDefault(count("units of the second LSTM"), 64),
  dropout: withDefault(
    dropoutRate("share of the pooled values dropped before the last layer"),
    0.3,
  ),
  ...trainingSettings({
    epochs: 100,
    batchSize: 32,
    learningRate: 2e-3,
    optimizer: { name: "adamw", weightDecay: 0.01 },
    schedule: { name: "cosine" },
  }),
});

/**
 * ResLSTM-SA of Krasnoproshin and Vashkevich 2026 (https://arxiv.org/abs/2606.03359, figure 1): an LSTM as wide as the frames, whose output is
 * added to them, a second LSTM, and soft attention over time. 46 772 parameters on 46 columns, MFCCs and chroma, counting what is learned;
 * PyTorch's LSTM has two biases where this one has one.
 */
export const reslstmSa = modelKind({
  summary: "residual LSTMs with soft attention",
  settings: SETTINGS,
  takes: ["sequences"],
  cost: "high",
  common: KERAS_COMMON,
  fitSettings: kerasTraining,
  weightedLayers: () => 4,
  logits({ units, dropout: rate }, start, classes) {
    const kernelInitializer = { name: "glorotNormal" } as const;
    const [, width = 1] = start.shape;
    const first = lstm({ units: width, returnSequences: true, kernelInitializer })(start);
    const normal = batchNormalization()(add()(first, start));
    const second = lstm({ units, returnSequences: true, kernelInitializer })(normal);
    const pooled = batchNormalization()(softAttentionPooling()(second));
    return dense({ units: classes })(dropout({ rate })(pooled));
  },
});
