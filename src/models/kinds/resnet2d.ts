import { assertArgument } from "../../errors.ts";
import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { activation } from "../../network/layers/core/activation.ts";
import { attentiveStatisticsPooling } from "../../network/layers/pooling/attentive-statistics-pooling.ts";
import { batchNormalization } from "../../network/layers/normalization/batch-normalization.ts";
import { conv2d } from "../../network/layers/convolutional/conv2d.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { dropout } from "../../network/layers/regularization/dropout.ts";
import { globalAveragePooling2d } from "../../network/layers/pooling/global-pooling.ts";
import { add, multiply } from "../../network/layers/merging/merging.ts";
import { averagePooling2d } from "../../network/layers/pooling/pooling2d.ts";
import { reshape } from "../../network/layers/reshaping/reshape.ts";
import { SEQUENCE_TRAINING } from "./sequence-training.ts";
import { counts, depth, dropoutRate, size } from "./architecture-settings.ts";
import { group, list, withDefault } from "../../options/schema.ts";
import { KERAS_COMMON, kerasTraining } from "./keras-training.ts";
import { modelKind } from "./model-kind.ts";

const SETTINGS = group({
  stemSize: withDefault(size("height and width of the first kernel"), 5),
  stemStrides: withDefault(size("frames and bands that the first convolution makes one of"), 2),
  filters: withDefault(counts("filters of each stage; each halves frames and bands"), [24, 48, 96]),
  blocks: withDefault(
    list(depth("residual blocks"), { maxLength: 100, text: "residual blocks of each stage" }),
    [1, 1, 1],
  ),
  dropout: withDefault(
    dropoutRate("share of the pooled values dropped before the last layer"),
    0.3,
  ),
  ...SEQUENCE_TRAINING,
});

/**
 * Residual blocks (He et al. 2016, https://arxiv.org/abs/1512.03385, figure 2) with squeeze-and-excitation (Hu et al. 2018,
 * https://arxiv.org/abs/1709.01507, figure 3) over the log-mel image, the mean over bands, and attentive statistics pooling over time
 * (Okabe et al. 2018, https://arxiv.org/abs/1803.10963). About 207 000 parameters. Each stage halves the image, so that a step takes less than half as long as with a first stage at the stem's size. It is meant for frames every 20 ms, as those of `frames-20ms`.
 */
export const resnet2d = modelKind({
  summary: "residual network over the log-mel image",
  settings: SETTINGS,
  takes: ["sequences"],
  cost: "high",
  common: KERAS_COMMON,
  fitSettings: kerasTraining,
  weightedLayers: ({ blocks }) => 2 * blocks.reduce((sum, count) => sum + count, 0) + 2,
  logits({ stemSize, stemStrides, filters, blocks, dropout: rate }, start, classes) {
    assertArgument(
      blocks.length === filters.length,
      `resnet2d: blocks and filters must be as many, one of each a stage, got ${blocks.length} and ${filters.length}`,
    );
    const image = reshape({ targetShape: [...start.shape, 1] })(start);
    let x = relu(convolve(image, filters[0]!, stemSize, stemStrides));
    for (const [stage, count] of filters.entries()) {
      for (let i = 0; i < blocks[stage]!; i++) x = block(x, count, i === 0 ? 2 : 1);
    }
    const [frames = 1, bands = 1, channels = 1] = x.shape;
    const sequence = reshape({ targetShape: [frames, channels] })(
      averagePooling2d({ poolSize: [1, bands] })(x),
    );
    return dense({ units: classes })(dropout({ rate })(attentiveStatisticsPooling()(sequence)));
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
  return batchNormalization()(conv2d(options)(x));
}

function block(x: SymbolicTensor, filters: number, strides: number): SymbolicTensor {
  const inner = convolve(relu(convolve(x, filters, 3, strides)), filters, 3);
  const skip = strides === 1 ? x : convolve(x, filters, 1, strides);
  return relu(add()(excite(inner, filters), skip));
}

/** Weights each channel by a function of all channels' means. */
function excite(x: SymbolicTensor, filters: number): SymbolicTensor {
  const squeezed = globalAveragePooling2d()(x);
  const hidden = dense({ units: Math.ceil(filters / 4), activation: "relu" })(squeezed);
  return multiply()(x, dense({ units: filters, activation: "sigmoid" })(hidden));
}
