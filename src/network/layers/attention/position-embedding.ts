import * as v from "valibot";
import { INITIALIZER } from "../../initializers.ts";
import { fansOf } from "../../initializers.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import type { Operation } from "../../operation.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { assertLayout } from "../../tensor-spec.ts";

const OPTIONS = layerOptions({ initializer: v.optional(INITIALIZER, { name: "glorotUniform" }) });

/** Options of `positionEmbedding`, KerasHub's `PositionEmbedding`. */
export type PositionEmbeddingOptions = v.InferInput<typeof OPTIONS>;

/** Adds a learned vector for each place in time to `[time, channels]`. KerasHub's layer gives the vectors alone. */
export function positionEmbedding(options: PositionEmbeddingOptions = {}): Layer {
  return createLayer("positionEmbedding", OPTIONS, options, (complete) => [embedding(complete)]);
}

function embedding({ initializer }: v.InferOutput<typeof OPTIONS>): Operation {
  return {
    kind: "positionEmbedding",
    output(input) {
      assertLayout(input, "sequence");
      return input;
    },
    parameters: ({ shape }) => [
      { name: "embeddings", kind: "bias", shape, initializer, ...fansOf(shape) },
    ],
    emit({ graph, input, padding, parameters: [embeddings = ""] }, x) {
      return {
        output: graph.add(x, embeddings),
        backward(gradient) {
          const own = padding?.clear(gradient, input) ?? gradient;
          return { inputs: [gradient], parameters: [graph.sum(own, [0])] };
        },
      };
    },
  };
}
