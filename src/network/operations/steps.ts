import type { GraphBuilder } from "../onnx/graph-builder.ts";

/** Sequences of a batch, [batch, time, channels]. */
export interface Sequences {
  readonly time: number;
  readonly channels: number;
}

/** Time steps of sequences in the given order, -1 for a step of zeros: [batch, time, channels] → [batch, steps, channels]. */
export function gatherSteps(
  graph: GraphBuilder,
  x: string,
  { time }: Sequences,
  steps: readonly number[],
): string {
  if (steps.length === time && steps.every((step, i) => step === i)) return x;
  const padded = steps.includes(-1) ? graph.op("Pad", [x, graph.integers([0, 0, 0, 0, 1, 0])]) : x;
  return graph.op("Gather", [padded, graph.integers(steps)], { axis: 1 });
}
