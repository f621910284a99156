import { AffektError } from "../../../errors.ts";
import { layer, type Layer, type LayerOptions } from "../../layer.ts";
import { reshaped } from "../../graphs/layout.ts";
import type { Operation } from "../../operation.ts";
import { formatShape, type Shape, sizeOf } from "../../shape.ts";

/**
 * The same values in another shape, Keras' `Reshape`; one dimension may be -1 and follows from the others.
 * Sequences remain such where time remains the first of several dimensions; elsewhere their padding becomes zeros.
 */
export function reshape(targetShape: Shape, options: LayerOptions = {}): Layer {
  return layer("reshape", options, [reshapeTo((input) => resolve(targetShape, input))]);
}

/** Gives its input another shape of the same size. */
export function reshapeTo(shapeOf: (input: Shape) => Shape): Operation {
  const keepsTime = (input: Shape): boolean => {
    const output = shapeOf(input);
    return output.length > 1 && output[0] === input[0];
  };
  return {
    kind: "reshape",
    outputShape: (input) => shapeOf(input),
    lengths: (input) => (keepsTime(input) ? "kept" : "ended"),
    clearsPadding: (input) => !keepsTime(input),
    emit: ({ graph, input, output }, x) => ({
      output: reshaped(graph, x, input, output),
      backward: (gradient) => ({ inputs: [reshaped(graph, gradient, output, input)] }),
    }),
  };
}

function resolve(target: Shape, input: Shape): Shape {
  const known = target.filter((dim) => dim !== -1);
  const rest = sizeOf(input) / sizeOf(known);
  const shape = target.map((dim) => (dim === -1 ? rest : dim));
  const fits = known.length >= target.length - 1 && sizeOf(shape) === sizeOf(input);
  if (fits && shape.every((dim) => Number.isInteger(dim) && dim >= 1)) return shape;
  throw new AffektError(
    "invalid-argument",
    `cannot give ${formatShape(input)} the shape ${formatShape(target)}`,
  );
}
