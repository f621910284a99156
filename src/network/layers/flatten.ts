import { type Layer, sizeOf } from "../layer.ts";

/** All values of a row in one dimension, Keras' `Flatten`. */
export function flatten(): Layer {
  return {
    kind: "flatten",
    outputShape: (input) => [sizeOf(input)],
    parameters: () => [],
    emit: ({ graph, input }, x) => ({
      output: graph.reshape(x, [-1, sizeOf(input)]),
      backward: (gradient) => ({ input: graph.reshape(gradient, [-1, ...input]), parameters: [] }),
    }),
  };
}
