import type { Subject } from "./gradients.fixture.ts";
import type { Layer, SymbolicTensor } from "../symbolic-tensor.ts";
import {
  activation,
  add,
  attentiveStatisticsPooling,
  averagePooling1d,
  averagePooling2d,
  bidirectional,
  batchNormalization,
  concatenate,
  conv1d,
  conv2d,
  dense,
  dropout,
  flatten,
  gaussianNoise,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  gru,
  layerNormalization,
  logarithm,
  lstm,
  maxPooling1d,
  maxPooling2d,
  multiHeadAttention,
  multiply,
  permute,
  positionEmbedding,
  simpleRnn,
  spatialDropout1d,
  spatialDropout2d,
  twoClassLogits,
} from "../layers.ts";

const relu = activation({ activation: "relu" });
/** Layers one after another. */
export const inSequence =
  (...layers: readonly Layer[]) =>
  (x: SymbolicTensor): SymbolicTensor =>
    layers.reduce((value, layer) => layer(value), x);

/** Networks of a few layers whose gradients are to agree with differences. */
export const GRADIENT_SUBJECTS: Readonly<Record<string, Omit<Subject, "rows">>> = {
  "a dropout": { shapes: [[6]], describe: inSequence(dropout({ rate: 0.4 })) },
  "a dropout of images": { shapes: [[2, 3, 2]], describe: inSequence(dropout({ rate: 0.4 })) },
  "a dropout of channels over time": {
    shapes: [[4, 3]],
    describe: inSequence(spatialDropout1d({ rate: 0.4 })),
  },
  "a dropout of channels of images": {
    shapes: [[2, 3, 4]],
    describe: inSequence(spatialDropout2d({ rate: 0.4 })),
  },
  "gaussian noise": {
    shapes: [[2, 2, 2]],
    describe: inSequence(gaussianNoise({ stddev: 0.3 }), activation({ activation: "tanh" })),
  },
  "max-pooling after a convolution, with frames left over": {
    shapes: [[7, 2]],
    describe: inSequence(
      conv1d({ filters: 2, kernelSize: 3, padding: "same" }),
      maxPooling1d({ poolSize: 3 }),
    ),
  },
  "relu and max-pooling, fused": {
    shapes: [[9, 2]],
    describe: inSequence(
      conv1d({ filters: 2, kernelSize: 3, activation: "relu" }),
      maxPooling1d({ poolSize: 2 }),
    ),
  },
  "relu, dropout and max-pooling, fused": {
    shapes: [[8, 2]],
    describe: inSequence(
      conv1d({ filters: 2, kernelSize: 3 }),
      relu,
      dropout({ rate: 0.3 }),
      maxPooling1d({ poolSize: 2 }),
    ),
  },
  "relu and max-pooling, of which the relu has another consumer": {
    shapes: [[6, 2]],
    describe(x) {
      const y = relu(conv1d({ filters: 2, kernelSize: 3 })(x));
      return concatenate()(flatten()(maxPooling1d({ poolSize: 2 })(y)), globalMaxPooling1d()(y));
    },
  },
  "the logarithm of a sum of probabilities": {
    shapes: [[4]],
    describe(x) {
      const probabilities = (): SymbolicTensor => dense({ units: 3, activation: "softmax" })(x);
      return logarithm()(add()(probabilities(), probabilities()));
    },
  },
  "the logits of two classes": {
    shapes: [[3]],
    describe: inSequence(dense({ units: 1, activation: "tanh" }), twoClassLogits()),
  },
  "a tensor that is used three times": {
    shapes: [[4]],
    describe(x) {
      const y = dense({ units: 4, activation: "tanh" })(x);
      return add()(multiply()(y, y), dense({ units: 4 })(y));
    },
  },
  "a layer in two places": {
    shapes: [[3], [3]],
    describe(a, b) {
      const shared = dense({ units: 2, activation: "sigmoid" });
      return multiply()(shared(a), shared(b));
    },
  },
  "a layer after one that learns nothing": {
    shapes: [[4, 3]],
    describe: inSequence(layerNormalization(), flatten(), dense({ units: 2 })),
  },
  "sequences with padding through convolutions": {
    shapes: [[9, 2]],
    lengths: [9, 6, 1],
    describe: inSequence(
      conv1d({ filters: 2, kernelSize: 3, strides: 2, padding: "same" }),
      conv1d({ filters: 2, kernelSize: 3, padding: "same", activation: "tanh" }),
      globalMaxPooling1d(),
    ),
  },
  "sequences with padding that reach the output": {
    shapes: [[5, 2]],
    lengths: [5, 2, 1],
    describe: inSequence(maxPooling1d({ poolSize: 2, padding: "same" }), batchNormalization()),
  },
  "a layer in a place with padding and in one without": {
    shapes: [
      [4, 2],
      [4, 2],
    ],
    lengths: [4, 2, 1],
    describe(a, b) {
      const shared = conv1d({ filters: 2, kernelSize: 3, padding: "same" });
      const whole = permute({ dims: [2, 1] })(permute({ dims: [2, 1] })(b));
      return add()(globalAveragePooling1d()(shared(a)), globalAveragePooling1d()(shared(whole)));
    },
  },
  "sequences with padding through poolings": {
    shapes: [[8, 2]],
    lengths: [8, 5, 2],
    describe: inSequence(
      maxPooling1d({ poolSize: 3, strides: 1, padding: "same" }),
      averagePooling1d({ poolSize: 3, strides: 2, padding: "same" }),
      attentiveStatisticsPooling({ units: 2 }),
    ),
  },
  "images with padding": {
    shapes: [[6, 4, 2]],
    lengths: [6, 4, 3],
    describe: inSequence(
      conv2d({ filters: 2, kernelSize: 3, padding: "same" }),
      maxPooling2d({ poolSize: 2, padding: "same" }),
      averagePooling2d({ poolSize: 2, strides: 1, padding: "same" }),
      globalAveragePooling2d(),
    ),
  },
  "a dropout of input and state of recurrent layers": {
    shapes: [[4, 3]],
    describe: inSequence(
      lstm({ units: 2, dropout: 0.3, recurrentDropout: 0.3, returnSequences: true }),
      gru({ units: 2, recurrentDropout: 0.3, returnSequences: true }),
      gru({ units: 2, recurrentDropout: 0.3, resetAfter: false, returnSequences: true }),
      bidirectional({
        layer: { name: "simpleRnn", units: 2, dropout: 0.2, recurrentDropout: 0.3 },
      }),
    ),
  },
  "recurrent layers over sequences with padding, from either end": {
    shapes: [[5, 2]],
    lengths: [5, 3, 1],
    describe: inSequence(
      gru({ units: 2, goBackwards: true, returnSequences: true }),
      bidirectional({ layer: { name: "lstm", units: 2, returnSequences: true } }),
      simpleRnn({ units: 2, goBackwards: true }),
    ),
  },
  "a block of a transformer": {
    shapes: [[5, 4]],
    lengths: [5, 3, 1],
    describe(x) {
      const attended = multiHeadAttention({ numHeads: 2, keyDim: 2, dropout: 0.2 });
      const y = add()(x, attended(layerNormalization()(positionEmbedding()(x))));
      const wide = dense({ units: 8, activation: "gelu" })(layerNormalization()(y));
      return globalAveragePooling1d()(add()(y, dense({ units: 4 })(wide)));
    },
  },
  "attention to other sequences": {
    shapes: [
      [3, 2],
      [4, 2],
    ],
    describe: (a, b) => multiHeadAttention({ numHeads: 1, keyDim: 2 })(a, b),
  },
  "a flattened sequence with padding": {
    shapes: [[4, 2]],
    lengths: [4, 3, 1],
    describe: inSequence(activation({ activation: "sigmoid" }), flatten(), dense({ units: 2 })),
  },
};
