/** Dimensions of a tensor without the batch, as Keras has them: `[units]`, `[time, channels]` or `[height, width, channels]`. */
export type Shape = readonly number[];

/** The number of values of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** A shape as it stands in messages. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}
