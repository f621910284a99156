import type { GraphBuilder } from "../graph-builder.ts";

/** Time steps of each sequence of a batch in the given order, -1 for a step of zeros: [batch, time, channels] → [batch, steps, channels]. */
export function gatherSteps(graph: GraphBuilder, x: string, steps: readonly number[]): string {
  const padded = steps.includes(-1) ? graph.op("Pad", [x, graph.integers([0, 0, 0, 0, 1, 0])]) : x;
  return graph.op("Gather", [padded, graph.integers(steps)], { axis: 1 });
}
