import { createLayer, LAYER, type LayerOptions } from "../../layer.ts";
import type { Layer } from "../../symbolic-tensor.ts";

/**
 * The logits of two classes from one: `[1]` → `[2]`, `z` → `(0, z)`. Their softmax is the logistic function of `z` for the second class,
 * as scikit-learn computes the probabilities of two classes.
 */
export function twoClassLogits(options: LayerOptions = {}): Layer {
  return createLayer("twoClassLogits", LAYER, options, () => [
    {
      kind: "twoClassLogits",
      output: () => ({ shape: [2], layout: "vector" }),
      emit: ({ graph }, x) => ({
        output: graph.op("Pad", [x, graph.integers([0, 1, 0, 0])]),
        backward: (gradient) => ({
          inputs: [graph.op("Gather", [gradient, graph.integers([1])], { axis: 1 })],
        }),
      }),
    },
  ]);
}
