import { AffektError } from "../../../errors.ts";
import { layer, type Layer, type LayerOptions } from "../../layer.ts";
import { axisOf } from "../../graphs/layout.ts";
import { formatShape, type Shape } from "../../shape.ts";

/** Options of `concatenate`, Keras' `Concatenate`. */
export interface ConcatenateOptions extends LayerOptions {
  /** The dimension along which values are put one behind the other, counted from 1, or from the end with -1; default -1, the channels. */
  readonly axis?: number;
}

/** Several values one behind the other. */
export function concatenate({ axis = -1, ...options }: ConcatenateOptions = {}): Layer {
  const dimension = (input: Shape): number => (axis < 0 ? input.length + axis : axis - 1);
  return layer("concatenate", options, [
    {
      kind: "concatenate",
      merges: true,
      outputShape(...inputs) {
        const [first = []] = inputs;
        const along = dimension(first);
        for (const shape of inputs) {
          const agrees =
            shape.length === first.length &&
            shape.every((dim, i) => i === along || dim === first[i]);
          if (agrees && first[along] !== undefined) continue;
          throw new AffektError(
            "invalid-argument",
            `cannot put ${formatShape(first)} and ${formatShape(shape)} one behind the other along axis ${axis}`,
          );
        }
        const total = inputs.reduce((sum, shape) => sum + shape[along]!, 0);
        return first.with(along, total);
      },
      lengths: (first) => (dimension(first) === 0 ? "ended" : "kept"),
      clearsPadding: (first) => dimension(first) === 0,
      emit({ graph, inputs }, ...values) {
        const [first = []] = inputs;
        const along = dimension(first);
        const position = axisOf(first, along);
        return {
          output: graph.op("Concat", values, { axis: position }),
          backward(gradient) {
            const sizes = graph.integers(inputs.map((shape) => shape[along]!));
            return {
              inputs: graph.ops("Split", [gradient, sizes], inputs.length, { axis: position }),
            };
          },
        };
      },
    },
  ]);
}
