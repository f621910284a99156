import { beforeAll, describe, expect, test } from "vitest";
import { nodeRuntime } from "../node/native-runtime.ts";
import { differentiate, expectDifferences, type Subject } from "./gradients.fixture.ts";
import type { Layer, Value } from "./layer.ts";
import { activation, elu, leakyRelu } from "./layers/activation.ts";
import activationGolden from "./layers/activation.golden.json" with { type: "json" };
import { attentiveStatisticsPooling } from "./layers/attentive-statistics-pooling.ts";
import { batchNormalization } from "./layers/batch-normalization.ts";
import { concatenate } from "./layers/concatenate.ts";
import { conv1d } from "./layers/conv1d.ts";
import conv1dGolden from "./layers/conv1d.golden.json" with { type: "json" };
import { conv2d } from "./layers/conv2d.ts";
import conv2dGolden from "./layers/conv2d.golden.json" with { type: "json" };
import { dense } from "./layers/dense.ts";
import denseGolden from "./layers/dense.golden.json" with { type: "json" };
import { depthwiseConv2d } from "./layers/depthwise-conv2d.ts";
import { dropout, spatialDropout1d, spatialDropout2d } from "./layers/dropout.ts";
import { flatten } from "./layers/flatten.ts";
import { gaussianNoise } from "./layers/gaussian-noise.ts";
import {
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
} from "./layers/global-pooling.ts";
import { layerNormalization } from "./layers/layer-normalization.ts";
import { add, multiply } from "./layers/merging.ts";
import normalizationGolden from "./layers/normalization.golden.json" with { type: "json" };
import { permute } from "./layers/permute.ts";
import poolingGolden from "./layers/pooling.golden.json" with { type: "json" };
import { averagePooling1d, maxPooling1d } from "./layers/pooling1d.ts";
import { averagePooling2d, maxPooling2d } from "./layers/pooling2d.ts";
import { reshape } from "./layers/reshape.ts";
import { separableConv1d } from "./layers/separable-conv1d.ts";
import shapesGolden from "./layers/shapes.golden.json" with { type: "json" };
import type { Runtime } from "./runtime.ts";

interface GoldenCase {
  readonly layer: string;
  readonly argument?: unknown;
  readonly options: object;
  readonly shapes: readonly (readonly number[])[];
  readonly lengths?: readonly number[];
  readonly inputs: readonly (readonly number[])[];
  readonly parameters: readonly (readonly number[])[];
  readonly upper: readonly number[];
  readonly output: readonly number[];
  readonly outputShape: readonly number[];
  readonly inputGradients: readonly (readonly number[])[];
  readonly parameterGradients: readonly (readonly number[])[];
  readonly statistics?: readonly (readonly number[])[];
}

const FAMILIES: Readonly<Record<string, { readonly cases: readonly GoldenCase[] }>> = {
  dense: denseGolden,
  activation: activationGolden,
  conv1d: conv1dGolden,
  conv2d: conv2dGolden,
  pooling: poolingGolden,
  normalization: normalizationGolden,
  shapes: shapesGolden,
};
const LAYERS = {
  dense,
  leakyRelu,
  elu,
  conv1d,
  separableConv1d,
  conv2d,
  depthwiseConv2d,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  batchNormalization,
  layerNormalization,
  flatten,
  add,
  multiply,
  concatenate,
  attentiveStatisticsPooling,
};
const LAYERS_WITH_ARGUMENT = {
  activation,
  maxPooling1d,
  averagePooling1d,
  maxPooling2d,
  averagePooling2d,
  reshape,
  permute,
};

function make({ layer, argument, options }: GoldenCase): Layer {
  return argument === undefined
    ? (LAYERS as Record<string, (options: object) => Layer>)[layer]!(options)
    : (LAYERS_WITH_ARGUMENT as Record<string, (argument: unknown, options: object) => Layer>)[
        layer
      ]!(argument, options);
}

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

describe.each(Object.entries(FAMILIES))("layers of the family %s", (_, { cases }) => {
  const named = cases.map((one): [string, GoldenCase] => [
    [one.layer, one.argument, one.options, one.shapes, one.lengths]
      .flatMap((part) => (part === undefined ? [] : JSON.stringify(part)))
      .join(" "),
    one,
  ]);
  test.each(named)("give Keras' outputs and gradients: %s", async (_, golden) => {
    const rows = 3;
    const differentiated = await differentiate(runtime, {
      ...golden,
      rows,
      describe: (...values) => make(golden)(...values),
    });
    const { network, session, feeds } = differentiated;
    expect(network.outputShape).toEqual(golden.outputShape);
    feeds["upper"]!.data.set(golden.upper);
    const given = [...golden.inputs, ...golden.parameters];
    expect(network.parameters).toHaveLength(given.length);
    for (const [i, { name }] of network.parameters.entries()) feeds[name]!.data.set(given[i]!);
    const outputs = await session.run(feeds);
    expectClose(outputs["output"]!.data, golden.output);
    const gradients = [...golden.inputGradients, ...golden.parameterGradients];
    const trainable = network.parameters.filter((one) => one.trainable);
    expect(trainable).toHaveLength(gradients.length);
    for (const [i, { name }] of trainable.entries()) {
      expectClose(outputs[`d ${name}`]!.data, gradients[i]!);
    }
    const statistics = network.parameters.filter((one) => !one.trainable);
    for (const [i, { name }] of statistics.entries()) {
      expectClose(outputs[`${name} after`]!.data, golden.statistics![i]!);
    }
    await expectDifferences(differentiated);
    await session.release();
  });
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

test.each(Object.entries(SUBJECTS))("gradients agree with differences: %s", async (_, subject) => {
  const differentiated = await differentiate(runtime, { ...subject, rows: 3 });
  await expectDifferences(differentiated);
  await differentiated.session.release();
});

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

function expectClose(found: Float32Array, wanted: readonly number[]): void {
  expect(found.length).toBe(wanted.length);
  const worst = wanted.reduce((most, value, i) => Math.max(most, Math.abs(found[i]! - value)), 0);
  expect(worst).toBeLessThan(1e-5);
}
