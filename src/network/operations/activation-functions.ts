import type { GraphBuilder } from "../onnx/graph-builder.ts";

/** A function of each value by itself. */
export interface ActivationFunction {
  readonly forward: (graph: GraphBuilder, x: string) => string;
  /** The gradient of the input, from the function's input and output and the gradient of the output. */
  readonly backward: (
    graph: GraphBuilder,
    values: { readonly x: string; readonly y: string; readonly gradient: string },
  ) => string;
}

/** Rectified linear unit. */
const RELU: ActivationFunction = {
  forward: (graph, x) => graph.op("Relu", [x]),
  backward: (graph, { y, gradient }) => graph.mul(gradient, graph.isPositive(y)),
};

/** 1 / (1 + e^-x). */
const SIGMOID: ActivationFunction = {
  forward: (graph, x) => graph.op("Sigmoid", [x]),
  backward: (graph, { y, gradient }) =>
    graph.mul(gradient, graph.mul(y, graph.sub(graph.scalar(1), y))),
};

/** Hyperbolic tangent. */
const TANH: ActivationFunction = {
  forward: (graph, x) => graph.op("Tanh", [x]),
  backward: (graph, { y, gradient }) =>
    graph.mul(gradient, graph.sub(graph.scalar(1), graph.mul(y, y))),
};

/** x · sigmoid(x), also called SiLU: Ramachandran et al. 2017, https://arxiv.org/abs/1710.05941. */
const SWISH: ActivationFunction = {
  forward: (graph, x) => graph.mul(x, graph.op("Sigmoid", [x])),
  backward(graph, { x, y, gradient }) {
    // s + x s (1 - s) = s + y (1 - s)
    const s = graph.op("Sigmoid", [x]);
    const rest = graph.mul(y, graph.sub(graph.scalar(1), s));
    return graph.mul(gradient, graph.add(s, rest));
  },
};

/** x · Φ(x) with the normal distribution's Φ, not an approximation: Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415. */
const GELU: ActivationFunction = {
  forward: (graph, x) => graph.mul(x, normalDistribution(graph, x)),
  backward(graph, { x, gradient }) {
    const exponent = graph.mul(graph.mul(x, x), graph.scalar(-0.5));
    const density = graph.mul(graph.exp(exponent), graph.scalar(1 / Math.sqrt(2 * Math.PI)));
    const slope = graph.add(normalDistribution(graph, x), graph.mul(x, density));
    return graph.mul(gradient, slope);
  },
};

/** The natural logarithm. */
export const LOGARITHM: ActivationFunction = {
  forward: (graph, x) => graph.op("Log", [x]),
  backward: (graph, { x, gradient }) => graph.div(gradient, x),
};

/** `slope` · x below zero. */
export function leakyReluFunction(slope: number): ActivationFunction {
  return {
    forward: (graph, x) => graph.op("LeakyRelu", [x], { alpha: { float: slope } }),
    backward(graph, { x, gradient }) {
      const above = graph.mul(graph.isPositive(x), graph.scalar(1 - slope));
      return graph.mul(gradient, graph.add(above, graph.scalar(slope)));
    },
  };
}

/** alpha · (e^x - 1) below zero: Clevert et al. 2016, https://arxiv.org/abs/1511.07289. */
export function eluFunction(alpha: number): ActivationFunction {
  return {
    forward: (graph, x) => graph.op("Elu", [x], { alpha: { float: alpha } }),
    backward(graph, { x, y, gradient }) {
      // y + alpha below zero, where y = alpha (e^x - 1), and 1 above
      const below = graph.add(graph.op("Min", [y, graph.scalar(0)]), graph.scalar(alpha));
      const above = graph.mul(graph.isPositive(x), graph.scalar(1 - alpha));
      return graph.mul(gradient, graph.add(below, above));
    },
  };
}

function normalDistribution(graph: GraphBuilder, x: string): string {
  const erf = graph.op("Erf", [graph.mul(x, graph.scalar(Math.SQRT1_2))]);
  return graph.mul(graph.add(erf, graph.scalar(1)), graph.scalar(0.5));
}

/** The functions by Keras' names, with the defaults of `keras.activations`: `leakyRelu` has a slope of 0.2. */
export const ACTIVATION_FUNCTIONS = {
  relu: RELU,
  leakyRelu: leakyReluFunction(0.2),
  elu: eluFunction(1),
  gelu: GELU,
  swish: SWISH,
  tanh: TANH,
  sigmoid: SIGMOID,
} as const;
