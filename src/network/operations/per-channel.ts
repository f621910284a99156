import type { GraphBuilder } from "../onnx/graph-builder.ts";
import { axisOf } from "../graphs/layout.ts";
import type { Shape } from "../shape.ts";

/** One value a channel, [channels], in dimensions that go with a value of this shape. */
export function spreadOverPlaces(graph: GraphBuilder, vector: string, shape: Shape): string {
  if (shape.length === 1) return vector;
  if (shape.length === 3) return graph.reshape(vector, [-1, 1, 1]);
  return graph.op("Expand", [vector, graph.integers(shape)]); // long runs are added and multiplied faster than rows
}

/** scale · x + shift with one scale and one shift a channel. */
export function affine(
  graph: GraphBuilder,
  x: string,
  shape: Shape,
  { scale, shift }: { readonly scale: string; readonly shift: string },
): string {
  if (shape.length === 3) {
    const channels = shape[2]!;
    const mean = graph.floats(Array<number>(channels).fill(0));
    const variance = graph.floats(Array<number>(channels).fill(1));
    const attributes = { epsilon: { float: 0 } };
    return graph.op("BatchNormalization", [x, scale, shift, mean, variance], attributes); // in one pass
  }
  const scaled = graph.mul(x, spreadOverPlaces(graph, scale, shape));
  return graph.add(scaled, spreadOverPlaces(graph, shift, shape));
}

/** The axes over which a channel's values lie, the batch among them. */
export function axesOfPlaces(shape: Shape): number[] {
  return [0, ...shape.slice(0, -1).map((_, i) => axisOf(shape, i))];
}
