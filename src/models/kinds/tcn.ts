import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { activation } from "../../network/layers/core/activation.ts";
import { batchNormalization } from "../../network/layers/normalization/batch-normalization.ts";
import { conv1d } from "../../network/layers/convolutional/conv1d.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { spatialDropout1d } from "../../network/layers/regularization/dropout.ts";
import { globalAveragePooling1d } from "../../network/layers/pooling/global-pooling.ts";
import { add } from "../../network/layers/merging/merging.ts";
import type { TrainingSettings } from "../../training/training-settings.ts";
import { SEQUENCE_TRAINING } from "./sequence-training.ts";

/** A temporal convolutional network and how it is trained. */
export interface TcnSettings extends TrainingSettings {
  readonly filters: number;
  readonly kernelSize: number;
  /** How far apart the taps of each block's kernels lie. */
  readonly dilations: readonly number[];
  /** Share of the channels dropped after each convolution. */
  readonly dropout: number;
}

/** About 152 000 parameters on 64 bands; a value sees 253 frames: its own and those before it. */
export const TCN_DEFAULTS: TcnSettings = {
  filters: 64,
  kernelSize: 3,
  dilations: [1, 2, 4, 8, 16, 32],
  dropout: 0.1,
  ...SEQUENCE_TRAINING,
};

/**
 * The temporal convolutional network of Bai et al. 2018 (https://arxiv.org/abs/1803.01271, figure 1): residual blocks of two causal
 * convolutions, whose dilation doubles from block to block. With batch normalisation instead of weight normalisation, and the mean over
 * time instead of the last step.
 */
export function tcnLogits(
  settings: TcnSettings,
  start: SymbolicTensor,
  classes: number,
): SymbolicTensor {
  const x = settings.dilations.reduce((x, rate) => block(settings, x, rate), start);
  return dense({ units: classes })(globalAveragePooling1d()(x));
}

const relu = (x: SymbolicTensor): SymbolicTensor => activation({ activation: "relu" })(x);

function block(settings: TcnSettings, x: SymbolicTensor, dilationRate: number): SymbolicTensor {
  const { filters, kernelSize, dropout: rate } = settings;
  const convolve = (value: SymbolicTensor): SymbolicTensor => {
    const options = { filters, kernelSize, dilationRate, padding: "causal" } as const;
    return spatialDropout1d({ rate })(relu(batchNormalization()(conv1d(options)(value))));
  };
  const skip = x.shape[1] === filters ? x : conv1d({ filters, kernelSize: 1 })(x);
  return relu(add()(convolve(convolve(x)), skip));
}
