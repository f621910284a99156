// The networks of bench/training-step.ts; bench/python/training_step.py has the same in PyTorch.
import { cnnNetwork, CNN_DEFAULTS } from "../src/models/cnn-settings.ts";
import { MLP_DEFAULTS, mlpNetwork } from "../src/models/mlp-settings.ts";
import { input, type Value } from "../src/network/layer.ts";
import { activation } from "../src/network/layers/activation.ts";
import { attentiveStatisticsPooling } from "../src/network/layers/attentive-statistics-pooling.ts";
import { batchNormalization } from "../src/network/layers/batch-normalization.ts";
import { conv1d } from "../src/network/layers/conv1d.ts";
import { conv2d } from "../src/network/layers/conv2d.ts";
import { dense } from "../src/network/layers/dense.ts";
import {
  globalAveragePooling1d,
  globalAveragePooling2d,
} from "../src/network/layers/global-pooling.ts";
import { add, multiply } from "../src/network/layers/merging.ts";
import { averagePooling2d } from "../src/network/layers/pooling2d.ts";
import { reshape } from "../src/network/layers/reshape.ts";
import { type Network, network } from "../src/network/network.ts";

/** A network and the size of its batches. */
export interface BenchNetwork {
  readonly network: Network;
  readonly batch: number;
}

const CLASSES = 8;

/** The networks by name. */
export const NETWORKS: Readonly<Record<string, () => BenchNetwork>> = {
  mlp: () => ({
    network: mlpNetwork({ ...MLP_DEFAULTS, hiddenLayerSizes: [300] }, [180], CLASSES),
    batch: 256,
  }),
  cnn: () => ({ network: cnnNetwork(CNN_DEFAULTS, [180], CLASSES), batch: 32 }),
  "cnn-193": () => ({ network: cnnNetwork(CNN_DEFAULTS, [193], CLASSES), batch: 32 }),
  "residual-1d": () => ({ network: residual1d(), batch: 32 }),
  "residual-2d": () => ({ network: residual2d(), batch: 32 }),
};

/** 64 mels × 200 frames; residual blocks as in He et al. 2016, https://arxiv.org/abs/1512.03385. */
function residual1d(): Network {
  const start = input([200, 64]);
  const convolve = (x: Value, filters: number, kernelSize: number, strides = 1): Value =>
    batchNormalization()(
      conv1d({ filters, kernelSize, strides, padding: "same", useBias: false })(x),
    );
  const block = (x: Value, filters: number, strides: number): Value => {
    const inner = activation("relu")(convolve(x, filters, 3, strides));
    const skip = strides === 1 ? x : convolve(x, filters, 1, strides);
    return activation("relu")(add()(convolve(inner, filters, 3), skip));
  };
  let x = activation("relu")(convolve(start, 32, 5));
  for (const [filters, strides] of [
    [32, 1],
    [32, 1],
    [64, 2],
    [64, 1],
    [128, 2],
    [128, 1],
  ] as const) {
    x = block(x, filters, strides);
  }
  return network(start, dense({ units: CLASSES })(globalAveragePooling1d()(x)));
}

/** 80 mels × 100 frames; residual blocks with squeeze-and-excitation (Hu et al. 2018, https://arxiv.org/abs/1709.01507) and attentive statistics pooling. */
function residual2d(): Network {
  const start = input([100, 80]);
  const convolve = (x: Value, filters: number, kernelSize: number, strides = 1): Value =>
    batchNormalization()(
      conv2d({ filters, kernelSize, strides, padding: "same", useBias: false })(x),
    );
  const excite = (x: Value, filters: number): Value => {
    const squeezed = globalAveragePooling2d()(x);
    const hidden = dense({ units: filters / 4, activation: "relu" })(squeezed);
    return multiply()(x, dense({ units: filters, activation: "sigmoid" })(hidden));
  };
  const block = (x: Value, filters: number, strides: number): Value => {
    const inner = activation("relu")(convolve(x, filters, 3, strides));
    const skip = strides === 1 ? x : convolve(x, filters, 1, strides);
    return activation("relu")(add()(excite(convolve(inner, filters, 3), filters), skip));
  };
  let x = activation("relu")(convolve(reshape([100, 80, 1])(start), 16, 3));
  for (const [filters, strides] of [
    [16, 1],
    [16, 1],
    [32, 2],
    [32, 1],
    [64, 2],
    [64, 1],
    [64, 1],
  ] as const) {
    x = block(x, filters, strides);
  }
  const frames = reshape([25, 64])(averagePooling2d([1, 20])(x));
  return network(start, dense({ units: CLASSES })(attentiveStatisticsPooling()(frames)));
}
