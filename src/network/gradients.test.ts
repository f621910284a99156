import { beforeAll, describe, expect, test } from "vitest";
import { Random } from "../math/random.ts";
import { nodeRuntime } from "../node/native-runtime.ts";
import { GraphBuilder } from "./graph-builder.ts";
import { type Layer, type Shape, sizeOf } from "./layer.ts";
import { activation } from "./layers/activation.ts";
import { conv1d } from "./layers/conv1d.ts";
import { dense } from "./layers/dense.ts";
import { dropout } from "./layers/dropout.ts";
import { flatten } from "./layers/flatten.ts";
import { maxPooling1d } from "./layers/max-pooling1d.ts";
import { sequential } from "./network.ts";
import type { Runtime, Session, Tensor, Tensors } from "./runtime.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

const BATCH = 3;
const flat = dense({ units: 2 });
const relu = activation("relu");

const CASES: Record<string, { input: Shape; layers: readonly Layer[] }> = {
  dense: { input: [4], layers: [dense({ units: 3 }), flat] },
  relu: { input: [5], layers: [flat, relu, flat] },
  tanh: { input: [5], layers: [flat, activation("tanh"), flat] },
  logistic: { input: [5], layers: [flat, activation("logistic"), flat] },
  identity: { input: [5], layers: [flat, activation("identity"), flat] },
  dropout: { input: [6], layers: [dense({ units: 6 }), dropout(0.4), flat] },
  "conv1d, same": {
    input: [7, 1],
    layers: [conv1d({ filters: 3, kernelSize: 3, padding: "same" }), flatten(), flat],
  },
  "conv1d, even kernel, channels": {
    input: [6, 2],
    layers: [dense1x1(3), conv1d({ filters: 2, kernelSize: 4, padding: "same" }), flatten(), flat],
  },
  "conv1d, valid, strides 2": {
    input: [9, 2],
    layers: [dense1x1(2), conv1d({ filters: 2, kernelSize: 3, strides: 2 }), flatten(), flat],
  },
  "conv1d, same, strides 3": {
    input: [8, 2],
    layers: [
      dense1x1(2),
      conv1d({ filters: 2, kernelSize: 5, strides: 3, padding: "same" }),
      flatten(),
      flat,
    ],
  },
  "maxPooling1d after a convolution, with steps left over": {
    input: [7, 1],
    layers: [
      conv1d({ filters: 2, kernelSize: 3, padding: "same" }),
      maxPooling1d(3),
      flatten(),
      flat,
    ],
  },
  "maxPooling1d after tanh": {
    input: [7, 2],
    layers: [dense1x1(2), activation("tanh"), maxPooling1d(2), flatten(), flat],
  },
  "relu and maxPooling1d, fused": {
    input: [9, 2],
    layers: [
      dense1x1(2),
      conv1d({ filters: 2, kernelSize: 3 }),
      relu,
      maxPooling1d(2),
      flatten(),
      flat,
    ],
  },
  "relu, dropout and maxPooling1d, fused": {
    input: [8, 2],
    layers: [
      dense1x1(2),
      conv1d({ filters: 2, kernelSize: 3 }),
      relu,
      dropout(0.3),
      maxPooling1d(2),
      flatten(),
      flat,
    ],
  },
};

function dense1x1(filters: number): Layer {
  return conv1d({ filters, kernelSize: 1 });
}

/** A session that gives output and gradient, with everything it takes at random values. */
async function prepare({ input, layers }: { input: Shape; layers: readonly Layer[] }) {
  const network = sequential(input, layers);
  const graph = new GraphBuilder();
  const x = graph.input("x", ["batch", ...input]);
  const upper = graph.input("upper", ["batch", ...network.outputShape]);
  const names = network.parameters.map(({ name, shape }) => graph.input(name, shape));
  const emitted = network.emit(graph, x, names, true);
  graph.output("y", emitted.output, ["batch", ...network.outputShape]);
  for (const [i, gradient] of emitted.backward(upper).entries()) {
    const { name, shape } = network.parameters[i]!;
    graph.output(`d ${name}`, graph.op("Identity", [gradient]), shape);
  }
  const random = new Random(5);
  const values = (dims: Shape): Tensor => ({
    data: Float32Array.from({ length: sizeOf(dims) }, () => 2 * random.uniform() - 1),
    dims,
  });
  const feeds: Record<string, Tensor> = {
    x: values([BATCH, ...input]),
    upper: values([BATCH, ...network.outputShape]),
  };
  for (const { name, shape } of network.parameters) feeds[name] = values(shape);
  for (const { name, size, rate } of emitted.masks) {
    const mask = values([BATCH, size]);
    mask.data.forEach((value, i) => (mask.data[i] = value < 2 * rate - 1 ? 0 : 1 / (1 - rate)));
    feeds[name] = mask;
  }
  return { session: await runtime.createSession(graph.encode()), feeds, names };
}

async function objective(session: Session, feeds: Tensors): Promise<number> {
  const { y } = await session.run(feeds);
  return y!.data.reduce((sum, value, i) => sum + value * feeds["upper"]!.data[i]!, 0);
}

describe("gradients agree with central differences", () => {
  test.each(Object.entries(CASES))("%s", async (_, description) => {
    const { session, feeds, names } = await prepare(description);
    const outputs = await session.run(feeds);
    const STEP = 1e-2;
    let checked = 0;
    for (const name of names) {
      const { data } = feeds[name]!;
      for (let i = 0; i < data.length; i++) {
        const kept = data[i]!;
        const at = async (value: number): Promise<number> => {
          data[i] = value;
          return objective(session, feeds);
        };
        const [low, middle, high] = [await at(kept - STEP), await at(kept), await at(kept + STEP)];
        data[i] = kept;
        const [left, right] = [(middle - low) / STEP, (high - middle) / STEP];
        if (Math.abs(left - right) > 0.02) continue; // a kink of relu or max lies between
        checked++;
        expect(Math.abs(outputs[`d ${name}`]!.data[i]! - (left + right) / 2)).toBeLessThan(2e-3);
      }
    }
    const total = names.reduce((sum, name) => sum + feeds[name]!.data.length, 0);
    expect(checked).toBeGreaterThan(0.7 * total);
  });
});

test("a fused relu, dropout and pooling gives what the layers give one by one", async () => {
  const { session, feeds } = await prepare({
    input: [8, 2],
    layers: [relu, dropout(0.3), maxPooling1d(2)],
  });
  const { y } = await session.run(feeds);
  const x = feeds["x"]!.data;
  const mask = feeds["mask0"]!.data;
  for (let row = 0; row < BATCH; row++) {
    for (let pool = 0; pool < 4; pool++) {
      for (let channel = 0; channel < 2; channel++) {
        const values = [0, 1].map((phase) => {
          const factor = mask[row * 16 + phase * 8 + pool * 2 + channel]!; // the mask is in the order of the phases
          return Math.fround(Math.max(0, x[row * 16 + (2 * pool + phase) * 2 + channel]!) * factor);
        });
        const found = y!.data[row * 8 + pool * 2 + channel];
        expect(found === Math.max(...values)).toBe(true); // 0 may be -0
      }
    }
  }
});

describe("layers that do not fit are refused with their name and the shape", () => {
  test.each([
    [
      "dense_1: takes one dimension, got [4, 8]; put flatten() before it",
      [4, 1],
      [conv1d({ filters: 8, kernelSize: 1 }), flat],
    ],
    [
      "conv1d_1: a kernel of 5 does not fit into [3, 1] without padding",
      [3, 1],
      [conv1d({ filters: 8, kernelSize: 5 })],
    ],
    [
      "maxPooling1d_2: takes [time, channels] with at least 4 time steps, got [2, 1]",
      [8, 1],
      [maxPooling1d(4), maxPooling1d(4)],
    ],
  ] as const)("%s", (message, input, layers) => {
    expect(() => sequential(input, layers)).toThrow(
      expect.objectContaining({ code: "invalid-argument", message }),
    );
  });

  test.each([
    [() => dense({ units: 0 }), "dense: units must be an integer from 1, got 0"],
    [
      () => conv1d({ filters: 1.5, kernelSize: 3 }),
      "conv1d: filters must be an integer from 1, got 1.5",
    ],
    [() => dropout(1), "dropout: rate must be in [0, 1), got 1"],
    [() => maxPooling1d(0), "maxPooling1d: poolSize must be an integer from 1, got 0"],
  ])("%s", (make, message) => {
    expect(make).toThrow(message);
  });
});
