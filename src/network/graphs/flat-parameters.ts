import type { Network } from "../network.ts";
import type { GraphBuilder } from "../onnx/graph-builder.ts";

/** The parameters of the flat vector, each flat and in its shape. */
export function splitParameters(graph: GraphBuilder, network: Network, flat: string) {
  const sizes = network.parameters.map(({ size }) => size);
  return graph.split(flat, sizes, 0).map((values, i) => {
    const { kind, shape } = network.parameters[i]!;
    return { kind, values, shaped: shape.length === 1 ? values : graph.reshape(values, shape) };
  });
}

/** The trainable part of the flat vector. */
export function trainablePart(
  graph: GraphBuilder,
  { size, trainableSize }: Network,
  flat: string,
): string {
  if (trainableSize === size) return flat;
  return graph.op("Slice", [flat, graph.integers([0]), graph.integers([trainableSize])]);
}

/** Parts of the flat vector, joined. */
export function joinFlat(graph: GraphBuilder, parts: readonly string[]): string {
  if (parts.length === 1) return parts[0]!;
  return graph.concat(
    parts.map((values) => graph.reshape(values, [-1])),
    0,
  );
}
