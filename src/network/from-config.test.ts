import { describe, expect, test } from "vitest";
import { kindOf } from "../models/kinds/model-kinds.ts";
import { membersOf } from "../models/model-spec.ts";
import { PRESET_NAMES, presetModel } from "../models/presets.ts";
import { buildNetwork } from "../models/build-network.ts";
import { layerFromConfig, networkFromConfig } from "./from-config.ts";
import { GOLDEN_LAYERS, layerOf } from "./golden-layers.fixture.ts";
import { GRADIENT_SUBJECTS } from "./graphs/gradient-subjects.fixture.ts";
import { inferenceGraph } from "./graphs/inference-graph.ts";
import { optimizerOf } from "./graphs/optimizers.ts";
import { trainingGraph } from "./graphs/training-graph.ts";
import * as layers from "./layers.ts";
import { type Network, network } from "./network.ts";
import { input } from "./symbolic-tensor.ts";

/** What JSON makes of some data. */
function throughJson(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data));
}

describe("a layer's config", () => {
  test("holds all options, by default Keras'", () => {
    expect(layers.conv1d({ filters: 64, kernelSize: 5, name: "stem" }).config).toEqual({
      name: "conv1d",
      options: {
        filters: 64,
        kernelSize: 5,
        strides: 1,
        padding: "valid",
        dilationRate: 1,
        groups: 1,
        activation: "linear",
        useBias: true,
        biasInitializer: { name: "zeros" },
        kernelInitializer: { name: "glorotUniform" },
        name: "stem",
      },
    });
    const initializer = { name: "varianceScaling", scale: 3 } as const;
    const { options } = layers.dense({ units: 2, kernelInitializer: initializer }).config;
    expect(options["kernelInitializer"]).toEqual({
      name: "varianceScaling",
      scale: 3,
      mode: "fanIn",
      distribution: "truncatedNormal",
    });
  });

  test("is not changed by what happens to the options that were given", () => {
    const targetShape = [2, 3];
    const layer = layers.reshape({ targetShape });
    targetShape[0] = 6;
    expect(layer.config.options).toEqual({ targetShape: [2, 3] });
    expect(layer(input([6])).shape).toEqual([2, 3]);
  });

  test.each([
    ...GOLDEN_LAYERS.map(([name, golden]) => [name, layerOf(golden)] as const),
    ["dropout", layers.dropout({ rate: 0.2 })],
    ["spatialDropout1d", layers.spatialDropout1d({ rate: 0.2 })],
    ["spatialDropout2d", layers.spatialDropout2d({ rate: 0.2 })],
    ["gaussianNoise", layers.gaussianNoise({ stddev: 0.1 })],
  ] as const)("is plain data that gives the same layer: %s", (_, layer) => {
    const read = layerFromConfig(throughJson(layer.config));
    expect(read.config).toEqual(layer.config);
    expect(throughJson(layer.config)).toEqual(layer.config);
    expect(read.operations.map(({ kind }) => kind)).toEqual(
      layer.operations.map(({ kind }) => kind),
    );
  });
});

/** The graphs of a network for training and inference. */
function graphsOf(network: Network): Uint8Array[] {
  const parameters = network.initialize(3);
  const inference = inferenceGraph(network, { parameters });
  if (network.trainableSize === 0) return [inference];
  const settings = {
    loss: { name: "categoricalCrossentropy" },
    decays: true,
    averages: true,
  } as const;
  return [inference, trainingGraph(network, optimizerOf({ name: "adam" }), settings).model];
}

function expectSameNetwork(before: Network): void {
  const after = networkFromConfig(throughJson(before.config));
  expect(after.config).toEqual(before.config);
  expect(after.parameters).toEqual(before.parameters);
  expect(after.initialize(1)).toEqual(before.initialize(1));
  expect(after.summary()).toBe(before.summary());
  expect(graphsOf(after)).toEqual(graphsOf(before)); // to the byte
}

describe("a network's config", () => {
  test("lists the input, each layer once, and the calls", () => {
    const start = input([6]);
    const shared = layers.dense({ units: 6, name: "shared" });
    const once = shared(start);
    const joined = layers.concatenate()(layers.add()(shared(once), start), once);
    expect(network(start, joined).config).toMatchObject({
      input: { shape: [6], lengths: false },
      layers: [{ name: "dense" }, { name: "add" }, { name: "concatenate" }],
      calls: [
        { layer: 0, inputs: [0] },
        { layer: 0, inputs: [1] },
        { layer: 1, inputs: [2, 0] },
        { layer: 2, inputs: [3, 1] },
      ],
    });
    expectSameNetwork(network(start, joined));
  });

  test("a network without layers", () => {
    const start = input([3]);
    expectSameNetwork(network(start, start));
  });

  test.each(GOLDEN_LAYERS)("gives the same network, to the byte of its graphs: %s", (_, golden) => {
    const [shape = []] = golden.shapes;
    const start = input(shape, { lengths: golden.lengths !== undefined });
    const others = golden.shapes.map((other) => {
      const isSame = other.join() === shape.join();
      if (isSame) return layers.activation({ activation: "tanh" })(start);
      const flat = layers.flatten()(start);
      const units = other.reduce((a, b) => a * b);
      return layers.reshape({ targetShape: other })(layers.dense({ units })(flat));
    });
    const output = layers.flatten()(layerOf(golden)(...others));
    expectSameNetwork(network(start, layers.dense({ units: 2 })(output)));
  });

  test.each(Object.entries(GRADIENT_SUBJECTS))(
    "gives the same network, also with several branches and lengths: %s",
    (_, { shapes, lengths, describe }) => {
      const start = input(shapes[0]!, { lengths: lengths !== undefined });
      const noise = layers.gaussianNoise({ stddev: 0.1 });
      const output = layers.flatten()(describe(...shapes.map(() => noise(start))));
      expectSameNetwork(network(start, layers.dense({ units: 2 })(output)));
    },
  );

  test.each(PRESET_NAMES)("gives the same network: %s", (name) => {
    const model = presetModel(name);
    const takesVectors = membersOf(model).every(({ kind }) =>
      kindOf(kind).takes.includes("vectors"),
    );
    const inputShape = takesVectors ? [45] : [96, name === "speech-finetuned" ? 768 : 20];
    expectSameNetwork(buildNetwork(model, { inputShape, classes: 4 }));
  });
});

const DENSE = { name: "dense", options: { units: 2 } };

describe("what is no config of a layer is refused", () => {
  test.each<[unknown, string | RegExp]>([
    [null, "layer: must be an object, got null"],
    [{ name: "dense" }, "layer: options must be an object, got nothing"],
    [{ name: "dense", options: null }, "layer: options must be an object, got null"],
    [{ name: "dense", options: [] }, "layer: options must be an object, got []"],
    [{ ...DENSE, weights: [1] }, "layer: has no option weights; it takes name, options"],
    [
      { name: "noSuchLayer", options: {} },
      /^layer: name must be one of .*conv1d.*, got "noSuchLayer"$/,
    ],
    [{ name: "__proto__", options: {} }, /^layer: name must be one of .*, got "__proto__"$/],
    [{ name: "constructor", options: {} }, /^layer: name must be one of .*, got "constructor"$/],
    [{ name: "dense", options: {} }, "dense: units must be an integer from 1, got nothing"],
    [
      { name: "dense", options: { units: 2, constructor: 1 } },
      /^dense: has no option constructor; it takes units, /,
    ],
    [
      JSON.parse('{"name":"dense","options":{"units":2,"__proto__":{"useBias":false}}}'),
      /^dense: has no option __proto__; it takes units, /,
    ],
    [
      { name: "dense", options: { units: 2, kernelInitializer: "heNormal" } },
      'dense: kernelInitializer must be an object, got "heNormal"',
    ],
    [
      { name: "dense", options: { units: 2, kernelInitializer: { name: "toString" } } },
      /^dense: kernelInitializer\.name must be one of zeros, ones, .*, got "toString"$/,
    ],
    [
      { name: "dense", options: { units: 2, kernelInitializer: { name: "zeros", value: 1 } } },
      "dense: has no option kernelInitializer.value; it takes name",
    ],
  ])("%j", (config, message) => {
    expect(() => layerFromConfig(config)).toThrow(
      expect.objectContaining({
        code: "invalid-argument",
        message: typeof message === "string" ? message : expect.stringMatching(message),
      }),
    );
  });
});

describe("what is no config of a network is refused", () => {
  const config = {
    input: { shape: [4], lengths: false },
    layers: [DENSE],
    calls: [{ layer: 0, inputs: [0] }],
  };
  test.each<[unknown, string]>([
    ["mlp", 'network: must be an object, got "mlp"'],
    [
      { ...config, input: { shape: [4] } },
      "network: input.lengths must be true or false, got nothing",
    ],
    [
      { ...config, input: { shape: [4, -1], lengths: false } },
      "network: input.shape[1] must be an integer from 1, got -1",
    ],
    [
      { ...config, input: { shape: [4], lengths: true } },
      "input: lengths need time and at least one dimension behind it, got [4]",
    ],
    [
      { ...config, layers: [{ name: "dense", options: { units: 0 } }] },
      "dense: units must be an integer from 1, got 0",
    ],
    [
      { ...config, calls: [{ layer: 1, inputs: [0] }] },
      "network: a call refers to 1, but there are 1 so far",
    ],
    [
      { ...config, calls: [{ layer: 0, inputs: [1] }] },
      "network: a call refers to 1, but there are 1 so far",
    ],
    [
      { ...config, calls: [{ layer: 0, inputs: [-1] }] },
      "network: calls[0].inputs[0] must be an integer from 0, got -1",
    ],
    [{ ...config, calls: [{ layer: 0, inputs: [] }] }, "dense_1: takes one tensor, got none"],
  ])("%j", (config, message) => {
    expect(() => networkFromConfig(config)).toThrow(
      expect.objectContaining({ code: "invalid-argument", message }),
    );
  });

  test("the longest network is read, and no longer one", () => {
    const calls = Array.from({ length: 2000 }, (_, i) => ({ layer: 0, inputs: [i] }));
    const { outputShape } = networkFromConfig({
      ...config,
      layers: [{ name: "activation", options: { activation: "relu" } }],
      calls,
    });
    expect(outputShape).toEqual([4]);
    expect(() => networkFromConfig({ ...config, calls: [...calls, calls[0]] })).toThrow(
      "network: calls must be a list of at most 2000, got [",
    );
  });
});
