import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { activation } from "../../network/layers/core/activation.ts";
import { batchNormalization } from "../../network/layers/normalization/batch-normalization.ts";
import { conv1d } from "../../network/layers/convolutional/conv1d.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { dropout } from "../../network/layers/regularization/dropout.ts";
import { globalAveragePooling1d } from "../../network/layers/pooling/global-pooling.ts";
import { add } from "../../network/layers/merging/merging.ts";
import { checkCounts } from "../../options/option-checks.ts";
import type { TrainingSettings } from "../../training/training-settings.ts";
import { SEQUENCE_TRAINING } from "./sequence-training.ts";

/** A residual network over time and how it is trained. */
export interface ResNet1dSettings extends TrainingSettings {
  /** Filters of each stage; each but the first halves the frames. */
  readonly filters: readonly number[];
  /** Residual blocks of each stage. */
  readonly blocks: number;
  /** Share of the pooled values dropped before the last layer. */
  readonly dropout: number;
}

/** About 253 000 parameters on 64 bands. */
export const RESNET1D_DEFAULTS: ResNet1dSettings = {
  filters: [32, 64, 128],
  blocks: 2,
  dropout: 0.3,
  ...SEQUENCE_TRAINING,
};

/**
 * The residual network of He et al. 2016 (https://arxiv.org/abs/1512.03385, figure 2) with convolutions over time alone, as Wang et al. 2017
 * (https://arxiv.org/abs/1611.06455, figure 1c) take it for time series: bands are channels, the mean over time is what is classified. Errors: `invalid-argument` for counts
 * that are no integers from 1.
 */
export function resnet1dLogits(
  { filters, blocks, dropout: rate }: ResNet1dSettings,
  start: SymbolicTensor,
  classes: number,
): SymbolicTensor {
  checkCounts("resnet1d", { filters, blocks });
  let x = relu(convolve(start, filters[0]!, 5));
  for (const [stage, count] of filters.entries()) {
    for (let i = 0; i < blocks; i++) x = block(x, count, stage > 0 && i === 0 ? 2 : 1);
  }
  return dense({ units: classes })(dropout({ rate })(globalAveragePooling1d()(x)));
}

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
