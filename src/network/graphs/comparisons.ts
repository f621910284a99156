import type { GraphBuilder } from "../onnx/graph-builder.ts";

/** 1 where a comparison holds, else 0. */
export function castToFloat(graph: GraphBuilder, comparison: string): string {
  return graph.cast(comparison);
}

/** 1 where `x` is above zero, else 0. */
export function isPositive(graph: GraphBuilder, x: string): string {
  return castToFloat(graph, graph.op("Greater", [x, graph.scalar(0)]));
}
