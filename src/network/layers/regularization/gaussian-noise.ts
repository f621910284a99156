import type * as v from "valibot";
import { number } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import { dimsOf } from "../../operations/layout.ts";
import { sizeOf } from "../../shape.ts";
import type { Layer } from "../../symbolic-tensor.ts";

const OPTIONS = layerOptions({
  stddev: number({ text: "standard deviation of the noise", min: 0 }),
});

/** Options of `gaussianNoise`, Keras' `GaussianNoise`. */
export type GaussianNoiseOptions = v.InferInput<typeof OPTIONS>;

/** Adds normal noise to tensors of any shape while training. The noise is an input of the graph. */
export function gaussianNoise(options: GaussianNoiseOptions): Layer {
  return createLayer("gaussianNoise", OPTIONS, options, ({ stddev }) => [
    {
      kind: "gaussianNoise",
      output: (input) => input,
      emit({ graph, input, training, random }, x) {
        const backward = (gradient: string) => ({ inputs: [gradient] });
        if (!training || stddev === 0) return { output: x, backward };
        const size = sizeOf(input.shape);
        const noise = random({ size, distribution: { kind: "normal", stddev } });
        return { output: graph.add(x, graph.reshape(noise, dimsOf(input))), backward };
      },
    },
  ]);
}
