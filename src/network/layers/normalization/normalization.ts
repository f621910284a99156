import { createLayer, LAYER, type LayerOptions } from "../../layer.ts";
import type { Operation } from "../../operation.ts";
import { affine, spreadOverPlaces } from "../../operations/per-channel.ts";
import { perChannel } from "../../operations/scale-and-shift.ts";
import type { Layer } from "../../symbolic-tensor.ts";

/**
 * Subtracts from each channel, the last dimension, a mean and divides it by a deviation, which training does not change: Keras'
 * `Normalization`. They are 0 and 1 until values are given.
 */
export function normalization(options: LayerOptions = {}): Layer {
  return createLayer("normalization", LAYER, options, () => [NORMALIZATION]);
}

/** Deviations are no smaller: Keras' `epsilon()`. */
const LEAST = 1e-7;

const NORMALIZATION: Operation = {
  kind: "normalization",
  output: (input) => input,
  parameters: (input) => [
    { name: "mean", kind: "statistic", initializer: { name: "zeros" }, ...perChannel(input) },
    { name: "variance", kind: "statistic", initializer: { name: "ones" }, ...perChannel(input) },
  ],
  emit({ graph, input, parameters: [mean = "", variance = ""] }, x) {
    const deviation = graph.max(graph.sqrt(variance), graph.scalar(LEAST));
    const scale = graph.div(graph.scalar(1), deviation);
    const shift = graph.neg(graph.mul(mean, scale));
    return {
      output: affine(graph, x, input, { scale, shift }),
      backward: (gradient) => ({
        inputs: [graph.mul(gradient, spreadOverPlaces(graph, scale, input))],
      }),
    };
  },
};
