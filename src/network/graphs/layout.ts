import type { GraphBuilder } from "../onnx/graph-builder.ts";
import type { Shape } from "../shape.ts";

// Within a graph a value of three dimensions has its channels first, which is what ONNX' convolutions take; every other lies as its shape says.

/** The dimensions of a value within a graph, with -1 for the batch. */
export function dimsOf(shape: Shape): number[] {
  const [height = 0, width = 0, channels = 0] = shape;
  return shape.length === 3 ? [-1, channels, height, width] : [-1, ...shape];
}

/** The axis within a graph of dimension `i` of a value; the last one is that of its channels. */
export function axisOf({ length: rank }: Shape, i: number): number {
  return rank === 3 ? [2, 3, 1][i]! : i + 1;
}

/** A value with its channels last, as Keras has it. */
export function channelsLast(graph: GraphBuilder, x: string, { length: rank }: Shape): string {
  return rank === 3 ? graph.transpose(x, [0, 2, 3, 1]) : x;
}

/** The value within a graph of one that has its channels last. */
export function fromChannelsLast(graph: GraphBuilder, x: string, { length: rank }: Shape): string {
  return rank === 3 ? graph.transpose(x, [0, 3, 1, 2]) : x;
}

/** The same values in another shape of the same size. */
export function reshaped(graph: GraphBuilder, x: string, from: Shape, to: Shape): string {
  return fromChannelsLast(graph, graph.reshape(channelsLast(graph, x, from), [-1, ...to]), to);
}

/** The channels of each place in a row: [batch · places, channels]. */
export function toRows(graph: GraphBuilder, x: string, shape: Shape): string {
  if (shape.length === 1) return x;
  return graph.reshape(channelsLast(graph, x, shape), [-1, shape.at(-1)!]);
}

/** The value of a shape from what `toRows` makes of it. */
export function fromRows(graph: GraphBuilder, rows: string, shape: Shape): string {
  if (shape.length === 1) return rows;
  return fromChannelsLast(graph, graph.reshape(rows, [-1, ...shape]), shape);
}
