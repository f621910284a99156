import type * as v from "valibot";
import { AffektError } from "../../../errors.ts";
import { integer, list } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import { reshapeTo } from "../../operations/reshape-operation.ts";
import { formatShape, type Shape, sizeOf } from "../../shape.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { specOf } from "../../tensor-spec.ts";

const OPTIONS = layerOptions({
  targetShape: list(integer({ text: "size of a dimension, or -1", min: -1 }), {
    text: "new shape; one dimension may be -1 and follows from the others",
    minLength: 1,
  }),
});

/** Options of `reshape`, Keras' `Reshape`. */
export type ReshapeOptions = v.InferInput<typeof OPTIONS>;

/**
 * The same values in another shape. Sequences remain such where time remains the first of several dimensions.
 * Elsewhere their padding becomes zeros.
 */
export function reshape(options: ReshapeOptions): Layer {
  return createLayer("reshape", OPTIONS, options, ({ targetShape }) => [
    reshapeTo(({ shape }) => specOf(resolve(targetShape, shape))),
  ]);
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
