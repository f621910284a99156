import { isPositive } from "../comparisons.ts";
import type { GraphBuilder } from "../graph-builder.ts";
import type { Layer } from "../layer.ts";

/** Activation functions, by scikit-learn's names: `logistic` is Keras' sigmoid, `identity` its linear. */
export type ActivationName = "identity" | "logistic" | "tanh" | "relu";

interface Activation {
  readonly forward: (graph: GraphBuilder, x: string) => string;
  /** The gradient of the input from the function's output `y` and the gradient of it. */
  readonly backward: (graph: GraphBuilder, y: string, gradient: string) => string;
}

const ACTIVATIONS: Readonly<Record<ActivationName, Activation>> = {
  identity: {
    forward: (_graph, x) => x,
    backward: (_graph, _y, gradient) => gradient,
  },
  logistic: {
    forward: (graph, x) => graph.op("Sigmoid", [x]),
    backward: (graph, y, gradient) =>
      graph.op("Mul", [gradient, graph.op("Mul", [y, graph.op("Sub", [graph.scalar(1), y])])]),
  },
  tanh: {
    forward: (graph, x) => graph.op("Tanh", [x]),
    backward: (graph, y, gradient) =>
      graph.op("Mul", [gradient, graph.op("Sub", [graph.scalar(1), graph.op("Mul", [y, y])])]),
  },
  relu: {
    forward: (graph, x) => graph.op("Relu", [x]),
    backward: (graph, y, gradient) => graph.op("Mul", [gradient, isPositive(graph, y)]),
  },
};

/** An activation as a layer of its own; any shape. */
export function activation(name: ActivationName): Layer {
  const { forward, backward } = ACTIVATIONS[name];
  return {
    kind: name,
    outputShape: (input) => input,
    parameters: () => [],
    emit({ graph }, x) {
      const output = forward(graph, x);
      return {
        output,
        backward: (gradient) => ({ input: backward(graph, output, gradient), parameters: [] }),
      };
    },
  };
}
