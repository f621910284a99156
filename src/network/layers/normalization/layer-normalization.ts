import type * as v from "valibot";
import { createLayer, layerOptions } from "../../layer.ts";
import type { Operation } from "../../operation.ts";
import { fromRows, toRows } from "../../operations/layout.ts";
import { scaleAndShift } from "../../operations/scale-and-shift.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { NORMALIZATION } from "./normalization-options.ts";

const OPTIONS = layerOptions(NORMALIZATION);

/** Options of `layerNormalization`, Keras' `LayerNormalization`. */
export type LayerNormalizationOptions = v.InferInput<typeof OPTIONS>;

/**
 * Gives the channels of each place, the last dimension, mean 0 and variance 1, then scales and shifts each channel. It takes any shape.
 * Ba et al. 2016, https://arxiv.org/abs/1607.06450.
 */
export function layerNormalization(options: LayerNormalizationOptions = {}): Layer {
  return createLayer("layerNormalization", OPTIONS, options, (complete) => [
    normalization(complete),
  ]);
}

function normalization(options: v.InferOutput<typeof OPTIONS>): Operation {
  const { epsilon } = options;
  return {
    kind: "layerNormalization",
    output: (input) => input,
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
