import { AffektError } from "../errors.ts";
import { formatShape, type Shape } from "./shape.ts";

/**
 * The meaning of a tensor's dimensions: `vector` [features], `sequence` [time, channels], `image` [height, width, channels], or
 * `plain` for all others, such as attention scores [heads, time, time].
 *
 * Inside a graph an image lies channels first, as ONNX' convolutions take it. All others lie as their shape says, however many
 * dimensions they have.
 */
export type TensorLayout = "vector" | "sequence" | "image" | "plain";

/** Shape and layout of a tensor, without the batch. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly layout: TensorLayout;
}

const BY_DIMENSIONS: readonly TensorLayout[] = ["vector", "sequence", "image"];

/** The spec of a tensor of which only the shape is known. Keras' layers read one dimension as a vector, two as a sequence, three as an image. */
export function specOf(shape: Shape): TensorSpec {
  return { shape, layout: BY_DIMENSIONS[shape.length - 1] ?? "plain" };
}

/**
 * Refuses a tensor of another layout.
 * @throws {AffektError} `invalid-argument`, with what is wanted and the shape.
 */
export function assertLayout({ shape, layout }: TensorSpec, wanted: "sequence" | "image"): void {
  if (layout === wanted) return;
  const dimensions = { sequence: "[time, channels]", image: "[height, width, channels]" }[wanted];
  const found = specOf(shape).layout === layout ? "" : `, which is ${layout}`;
  throw new AffektError(
    "invalid-argument",
    `takes ${dimensions}, got ${formatShape(shape)}${found}`,
  );
}
