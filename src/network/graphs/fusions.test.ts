import { expect, test } from "vitest";
import { activation, conv1d, dropout, flatten, maxPooling1d } from "../layers.ts";
import { sequential } from "../network.ts";
import { decodeOnnx } from "../onnx/onnx-decoding.ts";
import { input, type Layer } from "../symbolic-tensor.ts";
import { inferenceGraph } from "./inference-graph.ts";
import { optimizerOf } from "./optimizers.ts";
import { trainingGraph } from "./training-graph.ts";

const convolution = conv1d({ filters: 3, kernelSize: 3 });
const pooling = maxPooling1d({ poolSize: 2 });
const relu = activation({ activation: "relu" });
const tanh = activation({ activation: "tanh" });

/** How often an operator is in the graphs of layers, for inference and for training. */
function countsOf(type: string, ...layers: readonly Layer[]): [number, number] {
  const network = sequential([input([11, 2]), convolution, ...layers, flatten()]);
  const settings = { loss: { name: "meanSquaredError" }, decays: false, averages: false } as const;
  const graphs = [
    inferenceGraph(network, { parameters: network.initialize(1) }),
    trainingGraph(network, optimizerOf({ name: "sgd" }), settings).model,
  ];
  const [inference = 0, training = 0] = graphs.map(
    (model) => decodeOnnx(model).nodes.filter((node) => node.type === type).length,
  );
  return [inference, training];
}

test("a max-pooling takes the frames of a convolution without sorting them", () => {
  const [alone, aloneInTraining] = countsOf("Gather");
  expect(countsOf("Gather", pooling)).toEqual([alone, aloneInTraining]);
  expect(countsOf("Gather", relu, dropout({ rate: 0.1 }), pooling)).toEqual([
    alone,
    aloneInTraining,
  ]);
  expect(countsOf("Gather", tanh, pooling)).toEqual([alone + 1, aloneInTraining + 2]);
});

test("a ReLU before a max-pooling works on its highest values", () => {
  expect(countsOf("Relu", relu, pooling)).toEqual([1, 1]);
  expect(countsOf("Greater", relu, pooling)).toEqual([0, 1]);
});
