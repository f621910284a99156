import { beforeAll, expect, test } from "vitest";
import { nodeRuntime, webRuntimeInNode } from "../node/native-runtime.ts";
import { differentiate, expectDifferences, type Subject } from "./gradients.fixture.ts";
import type { Layer, Value } from "./layer.ts";
import {
  activation,
  add,
  attentiveStatisticsPooling,
  averagePooling1d,
  averagePooling2d,
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
  layerNormalization,
  maxPooling1d,
  maxPooling2d,
  multiply,
  permute,
  spatialDropout1d,
  spatialDropout2d,
} from "./layers.ts";
import { logarithm } from "./layers/logarithm.ts";
import type { Runtime } from "./runtime.ts";

let runtime: Runtime;
let webRuntime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
  webRuntime = await webRuntimeInNode();
});

const relu = activation("relu");
const chain =
  (...layers: readonly Layer[]) =>
  (x: Value): Value =>
    layers.reduce((value, layer) => layer(value), x);

const SUBJECTS: Readonly<Record<string, Omit<Subject, "rows">>> = {
  "a dropout": { shapes: [[6]], describe: chain(dropout(0.4)) },
  "a dropout of images": { shapes: [[2, 3, 2]], describe: chain(dropout(0.4)) },
  "a dropout of channels over time": { shapes: [[4, 3]], describe: chain(spatialDropout1d(0.4)) },
  "a dropout of channels of images": {
    shapes: [[2, 3, 4]],
    describe: chain(spatialDropout2d(0.4)),
  },
  "gaussian noise": {
    shapes: [[2, 2, 2]],
    describe: chain(gaussianNoise(0.3), activation("tanh")),
  },
  "max-pooling behind a convolution, with steps left over": {
    shapes: [[7, 2]],
    describe: chain(conv1d({ filters: 2, kernelSize: 3, padding: "same" }), maxPooling1d(3)),
  },
  "relu and max-pooling, fused": {
    shapes: [[9, 2]],
    describe: chain(conv1d({ filters: 2, kernelSize: 3, activation: "relu" }), maxPooling1d(2)),
  },
  "relu, dropout and max-pooling, fused": {
    shapes: [[8, 2]],
    describe: chain(conv1d({ filters: 2, kernelSize: 3 }), relu, dropout(0.3), maxPooling1d(2)),
  },
  "relu and max-pooling that are not alone with it": {
    shapes: [[6, 2]],
    describe(x) {
      const y = relu(conv1d({ filters: 2, kernelSize: 3 })(x));
      return concatenate()(flatten()(maxPooling1d(2)(y)), globalMaxPooling1d()(y));
    },
  },
  "the logarithm of a sum of probabilities": {
    shapes: [[4]],
    describe(x) {
      const probabilities = (): Value => dense({ units: 3, activation: "softmax" })(x);
      return logarithm()(add()(probabilities(), probabilities()));
    },
  },
  "a value that is used three times": {
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
  "a layer behind one that learns nothing": {
    shapes: [[4, 3]],
    describe: chain(layerNormalization(), flatten(), dense({ units: 2 })),
  },
  "sequences with padding through convolutions": {
    shapes: [[9, 2]],
    lengths: [9, 6, 1],
    describe: chain(
      conv1d({ filters: 2, kernelSize: 3, strides: 2, padding: "same" }),
      conv1d({ filters: 2, kernelSize: 3, padding: "same", activation: "tanh" }),
      globalMaxPooling1d(),
    ),
  },
  "sequences with padding that reach the output": {
    shapes: [[5, 2]],
    lengths: [5, 2, 1],
    describe: chain(maxPooling1d(2, { padding: "same" }), batchNormalization()),
  },
  "a layer in a place with padding and in one without": {
    shapes: [
      [4, 2],
      [4, 2],
    ],
    lengths: [4, 2, 1],
    describe(a, b) {
      const shared = conv1d({ filters: 2, kernelSize: 3, padding: "same" });
      const whole = permute([2, 1])(permute([2, 1])(b));
      return add()(globalAveragePooling1d()(shared(a)), globalAveragePooling1d()(shared(whole)));
    },
  },
  "sequences with padding through poolings": {
    shapes: [[8, 2]],
    lengths: [8, 5, 2],
    describe: chain(
      maxPooling1d(3, { strides: 1, padding: "same" }),
      averagePooling1d(3, { strides: 2, padding: "same" }),
      attentiveStatisticsPooling({ units: 2 }),
    ),
  },
  "images with padding": {
    shapes: [[6, 4, 2]],
    lengths: [6, 4, 3],
    describe: chain(
      conv2d({ filters: 2, kernelSize: 3, padding: "same" }),
      maxPooling2d(2, { padding: "same" }),
      averagePooling2d(2, { strides: 1, padding: "same" }),
      globalAveragePooling2d(),
    ),
  },
  "a flattened sequence with padding": {
    shapes: [[4, 2]],
    lengths: [4, 3, 1],
    describe: chain(activation("sigmoid"), flatten(), dense({ units: 2 })),
  },
};

test.each(Object.entries(SUBJECTS))(
  "gradients agree with differences, on both runtimes: %s",
  async (_, subject) => {
    const native = await differentiate(runtime, { ...subject, rows: 3 });
    await expectDifferences(native);
    const web = await differentiate(webRuntime, { ...subject, rows: 3 });
    const [found, wanted] = [
      await web.session.run(native.feeds),
      await native.session.run(native.feeds),
    ];
    for (const [name, { data }] of Object.entries(wanted)) {
      for (const [i, value] of data.entries()) {
        expect(Math.abs(found[name]!.data[i]! - value), name).toBeLessThan(1e-5);
      }
    }
    await native.session.release();
    await web.session.release();
  },
);

test("relu, dropout and pooling fused give what they give one by one", async () => {
  const { network, session, feeds } = await differentiate(runtime, {
    shapes: [[8, 2]],
    rows: 3,
    describe: chain(relu, dropout(0.3), maxPooling1d(2)),
  });
  const { output } = await session.run(feeds);
  const x = feeds[network.parameters[0]!.name]!.data;
  const mask = feeds["random0"]!.data;
  for (let row = 0; row < 3; row++) {
    for (let pool = 0; pool < 4; pool++) {
      for (let channel = 0; channel < 2; channel++) {
        const values = [0, 1].map((phase) => {
          const factor = mask[row * 16 + phase * 8 + pool * 2 + channel]!; // the mask is in the order of the phases
          return Math.fround(Math.max(0, x[row * 16 + (2 * pool + phase) * 2 + channel]!) * factor);
        });
        const found = output!.data[row * 8 + pool * 2 + channel];
        expect(found === Math.max(...values)).toBe(true); // 0 may be -0
      }
    }
  }
  await session.release();
});
