import { beforeAll, expect, test } from "vitest";
import { Random } from "../../math/statistics/random.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";
import { input, type Layer } from "../symbolic-tensor.ts";
import { activation } from "../layers/core/activation.ts";
import { attentiveStatisticsPooling } from "../layers/pooling/attentive-statistics-pooling.ts";
import { batchNormalization } from "../layers/normalization/batch-normalization.ts";
import { conv1d } from "../layers/convolutional/conv1d.ts";
import { conv2d } from "../layers/convolutional/conv2d.ts";
import { dense } from "../layers/core/dense.ts";
import { depthwiseConv2d } from "../layers/convolutional/depthwise-conv2d.ts";
import {
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
} from "../layers/pooling/global-pooling.ts";
import { layerNormalization } from "../layers/normalization/layer-normalization.ts";
import { averagePooling1d, maxPooling1d } from "../layers/pooling/pooling1d.ts";
import { averagePooling2d, maxPooling2d } from "../layers/pooling/pooling2d.ts";
import { bidirectional } from "../layers/recurrent/bidirectional.ts";
import { gru } from "../layers/recurrent/gru.ts";
import { multiHeadAttention } from "../layers/attention/multi-head-attention.ts";
import { sinePositionEncoding } from "../layers/attention/sine-position-encoding.ts";
import { reshape } from "../layers/reshaping/reshape.ts";
import { separableConv1d } from "../layers/convolutional/separable-conv1d.ts";
import { sequential } from "../network.ts";
import type { Runtime } from "../runtime/runtime.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

const CHANNELS = 3;
const same = "same" as const;
const image = (time: number): Layer => reshape({ targetShape: [time, CHANNELS, 1] });

/** Networks that take sequences of any length. */
const NETWORKS: Readonly<Record<string, (time: number) => readonly Layer[]>> = {
  "convolutions and mean": () => [
    conv1d({ filters: 4, kernelSize: 3, padding: same, activation: "relu" }),
    conv1d({ filters: 4, kernelSize: 5, padding: same, dilationRate: 2, activation: "tanh" }),
    globalAveragePooling1d(),
  ],
  "strides, causal and valid convolutions, highest value": () => [
    conv1d({ filters: 4, kernelSize: 3, padding: same, strides: 2 }),
    conv1d({ filters: 4, kernelSize: 2, padding: "causal", activation: "elu" }),
    conv1d({ filters: 4, kernelSize: 2 }),
    globalMaxPooling1d(),
  ],
  "normalisations and attention": () => [
    conv1d({ filters: 4, kernelSize: 3, padding: same }),
    batchNormalization(),
    activation({ activation: "swish" }),
    layerNormalization(),
    separableConv1d({ filters: 4, kernelSize: 3, padding: same }),
    batchNormalization(),
    attentiveStatisticsPooling({ units: 4 }),
  ],
  poolings: () => [
    maxPooling1d({ poolSize: 3, strides: 1, padding: same }),
    averagePooling1d({ poolSize: 3, strides: 1, padding: same }),
    conv1d({ filters: 4, kernelSize: 3, padding: same }),
    maxPooling1d({ poolSize: 2 }),
    averagePooling1d({ poolSize: 2 }),
    attentiveStatisticsPooling({ units: 4, perChannel: false }),
  ],
  images: (time) => [
    image(time),
    conv2d({ filters: 3, kernelSize: 3, padding: same, activation: "relu" }),
    batchNormalization(),
    depthwiseConv2d({ kernelSize: 3, padding: same }),
    maxPooling2d({ poolSize: [3, 2], strides: [1, 2], padding: same }),
    averagePooling2d({ poolSize: [3, 1], strides: 1, padding: same }),
    conv2d({ filters: 3, kernelSize: 3, strides: 2, padding: same }),
    globalAveragePooling2d(),
  ],
  "recurrent layers": () => [
    bidirectional({ layer: { name: "lstm", units: 3, returnSequences: true } }),
    gru({ units: 3, goBackwards: true, returnSequences: true }),
    bidirectional({ layer: { name: "gru", units: 2 } }),
  ],
  "attention and positions": () => [
    sinePositionEncoding(),
    multiHeadAttention({ numHeads: 2, keyDim: 3 }),
    multiHeadAttention({ numHeads: 1, keyDim: 2 }),
    globalAveragePooling1d(),
  ],
  "highest value of images": (time) => [
    image(time),
    conv2d({ filters: 3, kernelSize: 3, padding: same }),
    globalMaxPooling2d(),
  ],
};

/** Output, gradients and moving statistics of a network in a training step, on sequences padded to `time` with anything. */
async function step(
  layersOf: (time: number) => readonly Layer[],
  sequences: readonly Float32Array[],
  time: number,
  lengths: boolean,
) {
  const start = input([time, CHANNELS], { lengths });
  const network = sequential([start, ...layersOf(time), dense({ units: 2 })]);
  const rows = sequences.length;
  const graph = new GraphBuilder();
  const names = network.parameters.map(({ name, shape }) => graph.input(name, shape));
  const x = graph.input("features", ["batch", network.columns]);
  const emitted = network.emit(graph, x, names, { training: true });
  graph.output("output", emitted.output, ["batch", 2]);
  const gradients = emitted.backward(graph.input("upper", ["batch", 2]));
  for (const [i, value] of [...gradients, ...emitted.state].entries()) {
    graph.output(names[i]! + " after", graph.op("Identity", [value]), network.parameters[i]!.shape);
  }
  const features = new Float32Array(rows * network.columns).map((_, i) => 5 * Math.sin(i));
  for (const [row, sequence] of sequences.entries()) features.set(sequence, row * network.columns);
  const flat = network.initialize(3).map((value) => value + 0.1);
  const upper = Float32Array.from({ length: 2 * rows }, (_, i) => Math.cos(i));
  const counts = Float32Array.from(sequences, ({ length }) => length / CHANNELS);
  const session = await runtime.createSession(graph.encode());
  const outputs = await session.run({
    features: { data: features, dims: [rows, network.columns] },
    upper: { data: upper, dims: [rows, 2] },
    ...(lengths && { lengths: { data: counts, dims: [rows] } }),
    ...Object.fromEntries(
      network.parameters.map(({ name, shape, offset, size }) => [
        name,
        { data: flat.subarray(offset, offset + size), dims: shape },
      ]),
    ),
  });
  await session.release();
  return outputs;
}

function sequence(length: number, random: Random): Float32Array {
  return Float32Array.from({ length: length * CHANNELS }, () => random.normal());
}

type Outputs = Awaited<ReturnType<typeof step>>;

function expectSame(found: Outputs, wanted: Outputs): void {
  for (const [name, { data }] of Object.entries(wanted)) {
    expect(data.some((value) => value !== 0)).toBe(true);
    for (const [i, value] of data.entries()) {
      const error = Math.abs(found[name]!.data[i]! - value);
      expect(error, `${name} ${i}`).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
    }
  }
}

test.each(Object.entries(NETWORKS))(
  "the same clips give the same values and gradients however far they are padded: %s",
  async (_, layersOf) => {
    const random = new Random(1);
    const clips = [8, 5, 6].map((length) => sequence(length, random));
    const near = await step(layersOf, clips, 8, true);
    expectSame(await step(layersOf, clips, 14, true), near);
    const [whole] = clips;
    const alone = await step(layersOf, [whole!], 8, false);
    expectSame(await step(layersOf, [whole!], 12, true), alone);
  },
);

test("a clip that is shorter than a window counts as one step", async () => {
  const clips = [sequence(1, new Random(1)), sequence(8, new Random(2))];
  const layers = () => [
    conv1d({ filters: 2, kernelSize: 3, strides: 2 }),
    maxPooling1d({ poolSize: 2 }),
    globalAveragePooling1d(),
  ];
  const { output } = await step(layers, clips, 12, true);
  expect(output!.data.every(Number.isFinite)).toBe(true);
});
