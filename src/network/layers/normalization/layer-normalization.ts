import { layer, type Layer } from "../../layer.ts";
import { fromRows, toRows } from "../../graphs/layout.ts";
import type { Operation } from "../../operation.ts";
import { type NormalizationOptions, scaleAndShift } from "../../operations/scale-and-shift.ts";

/**
 * Keras' `LayerNormalization`: gives the channels of each place, the last dimension, mean 0 and variance 1, then scales and shifts each channel; any shape.
 * Ba et al. 2016, https://arxiv.org/abs/1607.06450.
 */
export function layerNormalization(options: NormalizationOptions = {}): Layer {
  return layer("layerNormalization", options, [normalization(options)]);
}

function normalization(options: NormalizationOptions): Operation {
  const { epsilon = 1e-3 } = options;
  return {
    kind: "layerNormalization",
    outputShape: (input) => input,
    parameters: (input) => scaleAndShift(input, options),
    emit({ graph, input, parameters: [gamma = "", beta = ""] }, x) {
      const rows = toRows(graph, x, input);
      const [normal = "", mean = "", inverse = ""] = graph.ops(
        "LayerNormalization",
        [rows, gamma, beta],
        3,
        { axis: -1, epsilon: { float: epsilon } },
      );
      return {
        output: fromRows(graph, normal, input),
        backward(gradient) {
          const upper = toRows(graph, gradient, input);
          const standard = graph.mul(graph.sub(rows, mean), inverse);
          const scaled = graph.mul(upper, gamma);
          const along = graph.mean(graph.mul(scaled, standard), [-1], true);
          const rest = graph.add(graph.mean(scaled, [-1], true), graph.mul(standard, along));
          const lower = graph.mul(inverse, graph.sub(scaled, rest));
          return {
            inputs: [fromRows(graph, lower, input)],
            parameters: [graph.sum(graph.mul(upper, standard), [0]), graph.sum(upper, [0])],
          };
        },
      };
    },
  };
}
