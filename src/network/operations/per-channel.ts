import type { GraphBuilder } from "../onnx/graph-builder.ts";
import type { TensorSpec } from "../tensor-spec.ts";
import { axisOf } from "./layout.ts";

/** One value a channel, [channels], in dimensions that broadcast to a tensor. */
export function spreadOverPlaces(
  graph: GraphBuilder,
  vector: string,
  { shape, layout }: TensorSpec,
): string {
  if (shape.length === 1) return vector;
  if (layout === "image") return graph.reshape(vector, [-1, 1, 1]);
  return graph.op("Expand", [vector, graph.integers(shape)]); // long runs are added and multiplied faster than rows
}

/** scale · x + shift with one scale and one shift a channel. */
export function affine(
  graph: GraphBuilder,
  x: string,
  spec: TensorSpec,
  { scale, shift }: { readonly scale: string; readonly shift: string },
): string {
  if (spec.layout === "image") {
    const channels = spec.shape[2]!;
    const mean = graph.floats(Array<number>(channels).fill(0));
    const variance = graph.floats(Array<number>(channels).fill(1));
    const attributes = { epsilon: { float: 0 } };
    return graph.op("BatchNormalization", [x, scale, shift, mean, variance], attributes); // in one pass
  }
  const scaled = graph.mul(x, spreadOverPlaces(graph, scale, spec));
  return graph.add(scaled, spreadOverPlaces(graph, shift, spec));
}

/** The axes over which the values of a channel lie, the batch among them. */
export function axesOfPlaces(spec: TensorSpec): number[] {
  return [0, ...spec.shape.slice(0, -1).map((_, i) => axisOf(spec, i))];
}
