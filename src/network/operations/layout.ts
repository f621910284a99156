import type { GraphBuilder } from "../onnx/graph-builder.ts";
import type { TensorLayout, TensorSpec } from "../tensor-spec.ts";

/** The dimensions of a tensor inside a graph, with -1 for the batch. */
export function dimsOf({ shape, layout }: TensorSpec): number[] {
  const [height = 0, width = 0, channels = 0] = shape;
  return layout === "image" ? [-1, channels, height, width] : [-1, ...shape];
}

/** The axis of a tensor's dimension inside a graph. */
export function axisOf({ layout }: TensorSpec, dimension: number): number {
  return layout === "image" ? [2, 3, 1][dimension]! : dimension + 1;
}

/** A tensor with its channels last, as Keras has it. */
export function channelsLast(graph: GraphBuilder, x: string, { layout }: TensorSpec): string {
  return layout === "image" ? graph.transpose(x, [0, 2, 3, 1]) : x;
}

/** A tensor inside a graph, made of one that has its channels last. */
export function fromChannelsLast(graph: GraphBuilder, x: string, { layout }: TensorSpec): string {
  return layout === "image" ? graph.transpose(x, [0, 3, 1, 2]) : x;
}

/** Whether tensors of two layouts lie in the same order of dimensions. */
export function liesAlike(a: TensorLayout, b: TensorLayout): boolean {
  return (a === "image") === (b === "image");
}

/** The same tensor in another layout. */
export function withLayout(
  graph: GraphBuilder,
  x: string,
  from: TensorSpec,
  to: TensorLayout,
): string {
  if (liesAlike(from.layout, to)) return x;
  return fromChannelsLast(graph, channelsLast(graph, x, from), { ...from, layout: to });
}

/** The same values in another shape of the same size. */
export function reshaped(graph: GraphBuilder, x: string, from: TensorSpec, to: TensorSpec): string {
  return fromChannelsLast(
    graph,
    graph.reshape(channelsLast(graph, x, from), [-1, ...to.shape]),
    to,
  );
}

/** The last dimension of each place in a row: [batch · places, channels]. */
export function toRows(graph: GraphBuilder, x: string, spec: TensorSpec): string {
  if (spec.shape.length === 1) return x;
  return graph.reshape(channelsLast(graph, x, spec), [-1, spec.shape.at(-1)!]);
}

/** The inverse of `toRows`. */
export function fromRows(graph: GraphBuilder, rows: string, spec: TensorSpec): string {
  if (spec.shape.length === 1) return rows;
  return fromChannelsLast(graph, graph.reshape(rows, [-1, ...spec.shape]), spec);
}
