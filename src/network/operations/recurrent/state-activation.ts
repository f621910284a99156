import type { GraphBuilder } from "../../onnx/graph-builder.ts";

/** An activation whose slope follows from its output. */
export interface StateActivation {
  readonly forward: (graph: GraphBuilder, x: string) => string;
  /** The slope, from the output. */
  readonly slope: (graph: GraphBuilder, y: string) => string;
}

/** The activations of recurrent layers by Keras' names. */
export const STATE_ACTIVATIONS = {
  tanh: {
    forward: (graph, x) => graph.op("Tanh", [x]),
    slope: (graph, y) => graph.sub(graph.scalar(1), graph.mul(y, y)),
  },
  sigmoid: {
    forward: (graph, x) => graph.op("Sigmoid", [x]),
    slope: (graph, y) => graph.sub(y, graph.mul(y, y)),
  },
  relu: {
    forward: (graph, x) => graph.op("Relu", [x]),
    slope: (graph, y) => graph.isPositive(y),
  },
} as const satisfies Readonly<Record<string, StateActivation>>;

/** The name of an activation of recurrent layers. */
export type StateActivationName = keyof typeof STATE_ACTIVATIONS;
