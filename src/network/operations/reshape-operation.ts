import type { Operation } from "../operation.ts";
import type { TensorSpec } from "../tensor-spec.ts";
import { reshaped } from "./layout.ts";

/** Gives its input another shape of the same size. Sequences remain such where time stays the first of several dimensions. */
export function reshapeTo(specOf: (input: TensorSpec) => TensorSpec): Operation {
  const keepsTime = (input: TensorSpec): boolean => {
    const { shape } = specOf(input);
    return shape.length > 1 && shape[0] === input.shape[0];
  };
  return {
    kind: "reshape",
    output: specOf,
    lengths: (input) => (keepsTime(input) ? "kept" : "ended"),
    clearsPadding: (input) => !keepsTime(input),
    emit: ({ graph, input, output }, x) => ({
      output: reshaped(graph, x, input, output),
      backward: (gradient) => ({ inputs: [reshaped(graph, gradient, output, input)] }),
    }),
  };
}
