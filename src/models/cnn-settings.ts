import { input } from "../network/layer.ts";
import { activation } from "../network/layers/activation.ts";
import { conv1d } from "../network/layers/conv1d.ts";
import { dense } from "../network/layers/dense.ts";
import { dropout } from "../network/layers/dropout.ts";
import { flatten } from "../network/layers/flatten.ts";
import { maxPooling1d } from "../network/layers/pooling1d.ts";
import { type Network, sequential } from "../network/network.ts";
import type { Shape } from "../network/shape.ts";
import type { TrainingSettings } from "../training/training-settings.ts";
import type { Recipe } from "./recipe.ts";

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

/**
 * The network of a CNN: convolutions over time of a sequence [frames, width], or over the columns of a vector as a sequence of one
 * channel, with same padding, ReLU, dropout and pooling, and a dense layer.
 */
export function cnnNetwork(settings: CnnSettings, inputShape: Shape, classes: number): Network {
  const { filters, kernelSize, dropout: rate, poolSize } = settings;
  const blocks = filters.flatMap((count, i) => [
    conv1d({ filters: count, kernelSize, padding: "same" }),
    activation("relu"),
    dropout(rate),
    ...(i < filters.length - 1 ? [maxPooling1d(poolSize)] : []),
  ]);
  const start =
    inputShape.length === 1 ? input([...inputShape, 1]) : input(inputShape, { lengths: true });
  return sequential([start, ...blocks, flatten(), dense({ units: classes })]);
}

/** How a CNN is trained: as its settings say. */
export function cnnRecipe(settings: CnnSettings, rows: number): Recipe {
  return { ...settings, batchSize: Math.min(settings.batchSize, rows) };
}
