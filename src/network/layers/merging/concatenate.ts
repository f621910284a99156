import type * as v from "valibot";
import { AffektError } from "../../../errors.ts";
import { integer, withDefault } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import type { Operation } from "../../operation.ts";
import { axisOf, withLayout } from "../../operations/layout.ts";
import { formatShape, type Shape } from "../../shape.ts";
import type { Layer } from "../../symbolic-tensor.ts";

const OPTIONS = layerOptions({
  axis: withDefault(
    integer({ text: "dimension that is joined, counted from 1, or from the end with -1" }),
    -1,
  ),
});

/** Options of `concatenate`, Keras' `Concatenate`. */
export type ConcatenateOptions = v.InferInput<typeof OPTIONS>;

/** Several tensors joined along a dimension, by default their channels. */
export function concatenate(options: ConcatenateOptions = {}): Layer {
  return createLayer("concatenate", OPTIONS, options, ({ axis }) => [concatenation(axis)]);
}

function concatenation(axis: number): Operation {
  const dimensionOf = ({ length: rank }: Shape): number => (axis < 0 ? rank + axis : axis - 1);
  return {
    kind: "concatenate",
    merges: true,
    output(...inputs) {
      const { shape: first, layout } = inputs[0]!;
      const along = dimensionOf(first);
      for (const { shape } of inputs) {
        const agrees =
          shape.length === first.length && shape.every((dim, i) => i === along || dim === first[i]);
        if (agrees && first[along] !== undefined) continue;
        throw new AffektError(
          "invalid-argument",
          `cannot join ${formatShape(first)} and ${formatShape(shape)} along axis ${axis}`,
        );
      }
      const total = inputs.reduce((sum, { shape }) => sum + shape[along]!, 0);
      return { shape: first.with(along, total), layout };
    },
    lengths: (first) => (dimensionOf(first.shape) === 0 ? "ended" : "kept"),
    clearsPadding: (first) => dimensionOf(first.shape) === 0,
    emit({ graph, inputs, output }, ...values) {
      const along = dimensionOf(output.shape);
      const position = axisOf(output, along);
      const alike = values.map((value, i) => withLayout(graph, value, inputs[i]!, output.layout));
      return {
        output: graph.op("Concat", alike, { axis: position }),
        backward(gradient) {
          const sizes = inputs.map(({ shape }) => shape[along]!);
          const parts = graph.split(gradient, sizes, position);
          return {
            inputs: parts.map((part, i) => {
              const { shape, layout } = inputs[i]!;
              return withLayout(graph, part, { shape, layout: output.layout }, layout);
            }),
          };
        },
      };
    },
  };
}
