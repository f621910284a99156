import { layer, type Layer, type LayerOptions } from "../../layer.ts";

/**
 * The scores of two classes out of one: `[1]` → `[2]`, `z` → `(0, z)`. Softmax over them is the logistic function of `z` for the
 * second class, which is how scikit-learn tells two classes apart.
 */
export function twoClassLogits(options: LayerOptions = {}): Layer {
  return layer("twoClassLogits", options, [
    {
      kind: "twoClassLogits",
      outputShape: () => [2],
      emit: ({ graph }, x) => ({
        output: graph.op("Pad", [x, graph.integers([0, 1, 0, 0])]),
        backward: (gradient) => ({
          inputs: [graph.op("Gather", [gradient, graph.integers([1])], { axis: 1 })],
        }),
      }),
    },
  ]);
}
