import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { activation } from "../../network/layers/core/activation.ts";
import { attentiveStatisticsPooling } from "../../network/layers/pooling/attentive-statistics-pooling.ts";
import { batchNormalization } from "../../network/layers/normalization/batch-normalization.ts";
import { conv1d } from "../../network/layers/convolutional/conv1d.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { dropout } from "../../network/layers/regularization/dropout.ts";
import { maxPooling1d } from "../../network/layers/pooling/pooling1d.ts";
import type { TrainingSettings } from "../../training/training-settings.ts";
import { SEQUENCE_TRAINING } from "./sequence-training.ts";

/** A convolutional network with attentive pooling and how it is trained. */
export interface AttentionCnnSettings extends TrainingSettings {
  /** Filters of each convolution. */
  readonly filters: readonly number[];
  readonly kernelSize: number;
  /** Steps of the max-pooling after each convolution but the last. */
  readonly poolSize: number;
  /** Units of the attention. */
  readonly units: number;
  /** Share of the pooled values dropped before the last layer. */
  readonly dropout: number;
}

/** About 163 000 parameters on 64 bands. */
export const ATTENTION_CNN_DEFAULTS: AttentionCnnSettings = {
  filters: [64, 128, 128],
  kernelSize: 5,
  poolSize: 2,
  units: 64,
  dropout: 0.3,
  ...SEQUENCE_TRAINING,
};

/**
 * Convolutions over time whose frames are weighed by attention when they are pooled, so that frames which say nothing of the emotion count
 * for little: Mirsamadi et al. 2017 (https://doi.org/10.1109/ICASSP.2017.7952552, figure 2d) with convolutions in the place of the recurrent
 * layers, and mean and deviation by Okabe et al. 2018 (https://arxiv.org/abs/1803.10963, figure 1).
 */
export function attentionCnnLogits(
  { filters, kernelSize, poolSize, units, dropout: rate }: AttentionCnnSettings,
  start: SymbolicTensor,
  classes: number,
): SymbolicTensor {
  let x = start;
  for (const [i, count] of filters.entries()) {
    const options = { filters: count, kernelSize, padding: "same", useBias: false } as const;
    x = activation({ activation: "relu" })(batchNormalization()(conv1d(options)(x)));
    if (i < filters.length - 1) x = maxPooling1d({ poolSize })(x);
  }
  return dense({ units: classes })(dropout({ rate })(attentiveStatisticsPooling({ units })(x)));
}
