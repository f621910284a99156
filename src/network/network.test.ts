import { beforeAll, describe, expect, test } from "vitest";
import { nodeRuntime } from "../node/native-runtime.ts";
import { GraphBuilder } from "./onnx/graph-builder.ts";
import { input, type Layer, type SymbolicTensor } from "./symbolic-tensor.ts";
import { activation } from "./layers/core/activation.ts";
import { attentiveStatisticsPooling } from "./layers/pooling/attentive-statistics-pooling.ts";
import { batchNormalization } from "./layers/normalization/batch-normalization.ts";
import { concatenate } from "./layers/merging/concatenate.ts";
import { conv1d } from "./layers/convolutional/conv1d.ts";
import { conv2d } from "./layers/convolutional/conv2d.ts";
import { dense } from "./layers/core/dense.ts";
import { dropout } from "./layers/regularization/dropout.ts";
import { flatten } from "./layers/reshaping/flatten.ts";
import { gaussianNoise } from "./layers/regularization/gaussian-noise.ts";
import { globalAveragePooling1d, globalAveragePooling2d } from "./layers/pooling/global-pooling.ts";
import { add, multiply } from "./layers/merging/merging.ts";
import { permute } from "./layers/reshaping/permute.ts";
import { averagePooling2d, maxPooling2d } from "./layers/pooling/pooling2d.ts";
import { maxPooling1d } from "./layers/pooling/pooling1d.ts";
import { reshape } from "./layers/reshaping/reshape.ts";
import { separableConv1d } from "./layers/convolutional/separable-conv1d.ts";
import golden from "./network.golden.json" with { type: "json" };
import { type Network, network, sequential } from "./network.ts";
import type { Runtime } from "./runtime/runtime.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

const relu = activation({ activation: "relu" });
const flat = dense({ units: 2 });

/** The network of tools/make_layer_goldens.py. */
function excitedResiduals(): Network {
  const convolve = (
    x: SymbolicTensor,
    name: string,
    filters: number,
    kernelSize: number,
    strides = 1,
  ) => {
    const options = { filters, kernelSize, strides, padding: "same", useBias: false } as const;
    return batchNormalization({ name: `${name}Norm` })(conv2d({ ...options, name })(x));
  };
  const excite = (x: SymbolicTensor, name: string, units: number): SymbolicTensor => {
    const squeeze = dense({ units: 2, activation: "relu", name: `${name}Squeeze` });
    const gate = dense({ units, activation: "sigmoid", name: `${name}Excite` });
    return multiply()(x, gate(squeeze(globalAveragePooling2d()(x))));
  };
  const block = (
    x: SymbolicTensor,
    name: string,
    filters: number,
    strides: number,
  ): SymbolicTensor => {
    const first = activation({ activation: "relu" })(
      convolve(x, `${name}First`, filters, 3, strides),
    );
    const second = convolve(first, `${name}Second`, filters, 3);
    const skip = strides === 1 ? x : convolve(x, `${name}Skip`, filters, 1, strides);
    return activation({ activation: "relu" })(add()(excite(second, name, filters), skip));
  };
  const start = input([8, 6]);
  const stem = activation({ activation: "relu" })(
    convolve(reshape({ targetShape: [8, 6, 1] })(start), "stem", 3, 3),
  );
  const image = block(block(stem, "one", 3, 1), "two", 4, 2);
  const sequence = reshape({ targetShape: [4, 4] })(averagePooling2d({ poolSize: [1, 3] })(image));
  const pooled = attentiveStatisticsPooling({ units: 3, name: "pooling" })(sequence);
  return network(start, dense({ units: 3, name: "output" })(pooled));
}

describe("a network of residual blocks, squeeze-and-excitation and attentive pooling", () => {
  async function run(training: boolean) {
    const described = excitedResiduals();
    const graph = new GraphBuilder();
    const features = graph.input("features", ["batch", described.columns]);
    const names = described.parameters.map(({ name, shape }) => graph.input(name, shape));
    const emitted = described.emit(graph, features, names, { training });
    graph.output("output", emitted.output, ["batch", 3]);
    if (training) {
      const gradients = emitted.backward(graph.input("upper", ["batch", 3]));
      for (const [i, value] of [...gradients, ...emitted.state].entries()) {
        graph.output(`after ${described.parameters[i]!.name}`, value, ["size"]);
      }
    }
    const session = await runtime.createSession(graph.encode());
    const feeds = {
      features: { data: Float32Array.from(golden.features), dims: [3, 48] },
      ...(training && { upper: { data: Float32Array.from(golden.upper), dims: [3, 3] } }),
      ...Object.fromEntries(
        described.parameters.map(({ name, shape }) => {
          const values = (golden.parameters as Record<string, number[]>)[name]!;
          return [name, { data: Float32Array.from(values), dims: shape }];
        }),
      ),
    };
    const outputs = await session.run(feeds);
    await session.release();
    return { described, outputs };
  }
  const expectClose = (found: Float32Array, wanted: readonly number[]): void => {
    expect(found).toHaveLength(wanted.length);
    for (const [i, value] of wanted.entries()) {
      expect(Math.abs(found[i]! - value)).toBeLessThan(2e-5 * Math.max(1, Math.abs(value)));
    }
  };

  test("gives Keras' values, gradients and moving statistics in a training step", async () => {
    const { described, outputs } = await run(true);
    expectClose(outputs["output"]!.data, golden.output);
    const wanted: Record<string, number[]> = { ...golden.gradients, ...golden.state };
    expect(Object.keys(wanted)).toHaveLength(described.parameters.length);
    for (const { name } of described.parameters) {
      expectClose(outputs[`after ${name}`]!.data, wanted[name]!);
    }
  });

  test("gives Keras' values once it is trained", async () => {
    const { outputs } = await run(false);
    expectClose(outputs["output"]!.data, golden.evaluated);
  });
});

test("parameters lie in the order of the layers, statistics behind all that is trainable", () => {
  const { parameters, size, trainableSize } = sequential([
    input([4, 2]),
    conv1d({ filters: 3, kernelSize: 2 }),
    batchNormalization(),
    flatten(),
    dense({ units: 2, name: "last", useBias: false }),
  ]);
  expect(parameters.map(({ name, offset, trainable }) => [name, offset, trainable])).toEqual([
    ["conv1d_1/kernel", 0, true],
    ["conv1d_1/bias", 12, true],
    ["batchNormalization_1/gamma", 15, true],
    ["batchNormalization_1/beta", 18, true],
    ["last/kernel", 21, true],
    ["batchNormalization_1/movingMean", 39, false],
    ["batchNormalization_1/movingVariance", 42, false],
  ]);
  expect([size, trainableSize]).toEqual([45, 39]);
});

test("starts with the initialisers' values, the same for the same seed", () => {
  const described = sequential([input([3]), dense({ units: 2 }), batchNormalization()]);
  const values = described.initialize(7);
  expect([...values.subarray(6)]).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 1, 1]);
  const limit = Math.sqrt(6 / 5);
  expect(values.subarray(0, 6).every((value) => value !== 0 && Math.abs(value) < limit)).toBe(true);
  expect(described.initialize(7)).toEqual(values);
  expect(described.initialize(8)).not.toEqual(values);
});

test("lengths and random numbers are inputs of a graph only where the network asks for them", () => {
  const inputsOf = (described: Network, training: boolean): string[] => {
    const graph = new GraphBuilder();
    const names = described.parameters.map(({ name, shape }) => graph.input(name, shape));
    const { randomInputs } = described.emit(graph, graph.input("features", []), names, {
      training,
    });
    const text = new TextDecoder("latin1").decode(graph.encode());
    return [
      ...(text.includes("lengths") ? ["lengths"] : []),
      ...randomInputs.map(({ name }) => name),
    ];
  };
  const layers = [
    dropout({ rate: 0.2 }),
    gaussianNoise({ stddev: 0.1 }),
    dropout({ rate: 0 }),
    globalAveragePooling1d(),
    flat,
  ] as const;
  const plain = sequential([input([4, 2]), ...layers]);
  const masked = sequential([input([4, 2], { lengths: true }), ...layers]);
  expect([plain.lengths, masked.lengths]).toEqual([false, true]);
  expect(inputsOf(plain, false)).toEqual([]);
  expect(inputsOf(plain, true)).toEqual(["random0", "random1"]);
  expect(inputsOf(masked, true)).toEqual(["lengths", "random0", "random1"]);
});

describe("a summary", () => {
  test("of a chain: layers, shapes, counts", () => {
    const described = sequential([
      input([193, 1]),
      conv1d({ filters: 64, kernelSize: 5, padding: "same", activation: "relu" }),
      batchNormalization({ name: "norm" }),
      maxPooling1d({ poolSize: 4 }),
      flatten(),
      dense({ units: 8 }),
    ]);
    expect(described.summary()).toBe(
      `
Layer (type)                   Output shape      Param #
input                          [batch, 193, 1]         0
conv1d_1 (conv1d)              [batch, 193, 64]      384
norm (batchNormalization)      [batch, 193, 64]      256
maxPooling1d_1 (maxPooling1d)  [batch, 48, 64]         0
flatten_1 (flatten)            [batch, 3072]           0
dense_1 (dense)                [batch, 8]         24,584

Total params: 25,224
Trainable params: 25,096
Non-trainable params: 128`.slice(1),
    );
  });

  test("of a graph: also what goes into each layer; shared parameters count once", () => {
    const start = input([6]);
    const shared = dense({ units: 6, name: "shared" });
    const once = shared(start);
    const described = network(start, concatenate()(add()(shared(once), start), once));
    expect(described.summary()).toBe(
      `
Layer (type)                 Output shape  Param #  Connected to
input                        [batch, 6]          0
shared (dense)               [batch, 6]         42  input
shared (dense)               [batch, 6]          0  shared
add_1 (add)                  [batch, 6]          0  shared, input
concatenate_1 (concatenate)  [batch, 12]         0  add_1, shared

Total params: 42
Trainable params: 42
Non-trainable params: 0`.slice(1),
    );
  });
});

describe("what does not fit is refused with the layer's name and the shapes", () => {
  const inSequence =
    (shape: readonly number[], ...layers: readonly Layer[]) =>
    () =>
      sequential([input(shape), ...layers]);
  const refusals: readonly [() => unknown, string][] = [
    [
      inSequence([4], conv1d({ filters: 8, kernelSize: 1 })),
      "conv1d_1: takes [time, channels], got [4]",
    ],
    [
      inSequence([3, 1], conv1d({ filters: 8, kernelSize: 5 })),
      "conv1d_1: a window of 5 does not fit into [3, 1] without padding",
    ],
    [
      inSequence([8, 1], maxPooling1d({ poolSize: 4 }), maxPooling1d({ poolSize: 4 })),
      "maxPooling1d_2: a window of 4 does not fit into [2, 1] without padding",
    ],
    [
      inSequence([9, 4], conv2d({ filters: 2, kernelSize: 3 })),
      "conv2d_1: takes [height, width, channels], got [9, 4]",
    ],
    [
      inSequence([9, 4, 2], maxPooling2d({ poolSize: [2, 5], name: "pool" })),
      "pool: a window of 5 does not fit into [9, 4, 2] without padding",
    ],
    [
      inSequence([4, 3], conv1d({ filters: 4, kernelSize: 3, groups: 2 })),
      "conv1d_1: 2 groups do not divide 3 channels",
    ],
    [
      inSequence([4, 2], conv1d({ filters: 3, kernelSize: 3, groups: 2 })),
      "conv1d_1: 2 groups do not divide 3 filters",
    ],
    [
      inSequence([4], separableConv1d({ filters: 3, kernelSize: 3 })),
      "separableConv1d_1: takes [time, channels], got [4]",
    ],
    [
      inSequence([4, 3], globalAveragePooling2d()),
      "globalAveragePooling2d_1: takes [height, width, channels], got [4, 3]",
    ],
    [
      inSequence([4, 3], reshape({ targetShape: [5, -1] })),
      "reshape_1: cannot give [4, 3] the shape [5, -1]",
    ],
    [
      inSequence([4, 3], reshape({ targetShape: [-1, -1] })),
      "reshape_1: cannot give [4, 3] the shape [-1, -1]",
    ],
    [
      inSequence([4, 3], permute({ dims: [1, 3] })),
      "permute_1: cannot order the dimensions of [4, 3] as [1, 3]; each must be there once, counted from 1",
    ],
    [
      () => {
        const x = input([4, 3]);
        return add()(x, conv1d({ filters: 2, kernelSize: 1 })(x));
      },
      "add_1: takes tensors whose shapes agree or are 1, got [4, 3] and [4, 2]",
    ],
    [
      () => {
        const x = input([4, 3]);
        return concatenate({ axis: 1 })(x, flatten()(x));
      },
      "concatenate_1: cannot join [4, 3] and [12] along axis 1",
    ],
    [
      () => {
        const x = input([4]);
        return flat(x, x);
      },
      "dense_1: takes one tensor, got 2",
    ],
    [() => add()(), "add_1: takes at least one tensor, got none"],
    [
      inSequence([4], dense({ units: 3, name: "a" }), dense({ units: 3, name: "a" })),
      "network: two layers are named a",
    ],
    [
      inSequence([4], flat, flat),
      "dense_1: is called twice but cannot share dense_1/kernel, which is [4, 2] in one call and [2, 2] in the other",
    ],
    [() => input([0, 3]), "input: each dimension must be an integer from 1, got [0, 3]"],
    [
      () => input([3], { lengths: true }),
      "input: lengths need time and at least one dimension behind it, got [3]",
    ],
    [
      () => network(input([3]), relu(input([3]))),
      "network: the output must follow from the input given, which input() made, and from nothing else",
    ],
  ];
  test.each(refusals.map(([make, message]) => ({ make, message })))(
    "$message",
    ({ make, message }) => {
      expect(make).toThrow(expect.objectContaining({ code: "invalid-argument", message }));
    },
  );
});

describe("options out of range are refused", () => {
  const refusals: readonly [() => unknown, string][] = [
    [() => dense({ units: 0 }), "dense: units must be an integer from 1, got 0"],
    [
      () => conv1d({ filters: 1.5, kernelSize: 3 }),
      "conv1d: filters must be an integer from 1, got 1.5",
    ],
    [
      () => conv2d({ filters: 2, kernelSize: [3, 0] }),
      "conv2d: kernelSize must be an integer from 1, or one each of height and width, got [3,0]",
    ],
    [
      () => conv1d({ filters: 2, kernelSize: 3, padding: "full" as "same" }),
      'conv1d: padding must be one of valid, same, causal, got "full"',
    ],
    [
      () => conv2d({ filters: 2, kernelSize: 3, padding: "causal" as "same" }),
      'conv2d: padding must be one of valid, same, got "causal"',
    ],
    [
      () => dense({ units: 2, activation: "leaky_relu" as "leakyRelu" }),
      'dense: activation must be one of linear, relu, leakyRelu, elu, gelu, swish, tanh, sigmoid, softmax, got "leaky_relu"',
    ],
    [() => dropout({ rate: 1 }), "dropout: rate must be a number in [0, 1), got 1"],
    [() => gaussianNoise({ stddev: -1 }), "gaussianNoise: stddev must be a number from 0, got -1"],
    [
      () => maxPooling1d({ poolSize: 0 }),
      "maxPooling1d: poolSize must be an integer from 1, got 0",
    ],
    [
      () => attentiveStatisticsPooling({ units: 0 }),
      "attentiveStatisticsPooling: units must be an integer from 1, got 0",
    ],
  ];
  test.each(refusals.map(([make, message]) => ({ make, message })))(
    "$message",
    ({ make, message }) => {
      expect(make).toThrow(expect.objectContaining({ code: "invalid-argument", message }));
    },
  );
});
