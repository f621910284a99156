import { AffektError } from "../../../errors.ts";
import { layer, type Layer, type LayerOptions } from "../../layer.ts";
import { dimsOf } from "../../graphs/layout.ts";
import { sizeOf } from "../../shape.ts";

/** Adds normal noise of a standard deviation while training, Keras' `GaussianNoise`; any shape. The noise is an input of the graph. */
export function gaussianNoise(stddev: number, options: LayerOptions = {}): Layer {
  if (!(stddev >= 0 && Number.isFinite(stddev))) {
    throw new AffektError(
      "invalid-argument",
      `gaussianNoise: stddev must be a number from 0, got ${stddev}`,
    );
  }
  return layer("gaussianNoise", options, [
    {
      kind: "gaussianNoise",
      outputShape: (input) => input,
      emit({ graph, input, training, random }, x) {
        const backward = (gradient: string) => ({ inputs: [gradient] });
        if (!training || stddev === 0) return { output: x, backward };
        const noise = random({ size: sizeOf(input), distribution: { kind: "normal", stddev } });
        return { output: graph.add(x, graph.reshape(noise, dimsOf(input))), backward };
      },
    },
  ]);
}
