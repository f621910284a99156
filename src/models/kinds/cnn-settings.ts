import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { activation } from "../../network/layers/core/activation.ts";
import { conv1d } from "../../network/layers/convolutional/conv1d.ts";
import { dense } from "../../network/layers/core/dense.ts";
import { dropout } from "../../network/layers/regularization/dropout.ts";
import { flatten } from "../../network/layers/reshaping/flatten.ts";
import { maxPooling1d } from "../../network/layers/pooling/pooling1d.ts";
import { reshape } from "../../network/layers/reshaping/reshape.ts";
import type { TrainingSettings } from "../../training/training-settings.ts";

/** A convolutional network over a row of features or a sequence of frames and how it is trained, in Keras' words. */
export interface CnnSettings extends TrainingSettings {
  /** Filters of each convolution. */
  readonly filters: readonly number[];
  readonly kernelSize: number;
  /** Share of values dropped after each convolution. */
  readonly dropout: number;
  /** Steps of each max-pooling; one follows each convolution but the last. */
  readonly poolSize: number;
}

/** The Conv1D network of the well-known recipes. */
export const CNN_DEFAULTS: CnnSettings = {
  filters: [64, 128, 256],
  kernelSize: 5,
  dropout: 0.1,
  poolSize: 4,
  learningRate: 1e-3,
  batchSize: 32,
  epochs: 50,
};

/** The logits of a CNN: convolutions over time of a sequence, or over the columns of a vector as a sequence of one channel, with same padding, ReLU, dropout and pooling, and a dense layer. */
export function cnnLogits(
  settings: CnnSettings,
  start: SymbolicTensor,
  classes: number,
): SymbolicTensor {
  const { filters, kernelSize, dropout: rate, poolSize } = settings;
  let x = start.shape.length === 1 ? reshape({ targetShape: [...start.shape, 1] })(start) : start;
  for (const [i, count] of filters.entries()) {
    x = activation({ activation: "relu" })(
      conv1d({ filters: count, kernelSize, padding: "same" })(x),
    );
    x = dropout({ rate })(x);
    if (i < filters.length - 1) x = maxPooling1d({ poolSize })(x);
  }
  return dense({ units: classes })(flatten()(x));
}
