import { layer, type Layer, type LayerOptions } from "../layer.ts";

/** The natural logarithm of each value; values must be above 0. */
export function logarithm(options: LayerOptions = {}): Layer {
  return layer("logarithm", options, [
    {
      kind: "logarithm",
      outputShape: (input) => input,
      emit: ({ graph }, x) => ({
        output: graph.op("Log", [x]),
        backward: (gradient) => ({ inputs: [graph.div(gradient, x)] }),
      }),
    },
  ]);
}
