import type { GraphBuilder } from "../graph-builder.ts";
import { gatherSteps } from "./steps.ts";

/** Which time steps of a sequence make up each window. */
export interface Windows {
  readonly channels: number;
  /** Elements of a window. */
  readonly size: number;
  /** Time step of element `k` of window `i` at `steps[i * size + k]`; -1 stands for zeros. */
  readonly steps: readonly number[];
}

/** The windows of each sequence of a batch laid out side by side: [batch, time, channels] → [batch · windows, size · channels]. */
export function unfold(graph: GraphBuilder, x: string, { channels, steps, size }: Windows): string {
  return graph.reshape(gatherSteps(graph, x, steps), [-1, size * channels]);
}

/** The transpose of `unfold` for sequences of one channel, which moves whole columns of the batch: [batch, time, 1] → [size, batch · windows]. */
export function unfoldTransposed(graph: GraphBuilder, x: string, { steps, size }: Windows): string {
  const count = steps.length / size;
  const byElement = steps.map((_, i) => steps[(i % count) * size + Math.floor(i / count)]!);
  const turned = graph.op("Transpose", [x], { perm: [2, 1, 0] }); // [1, time, batch]
  const split = graph.reshape(gatherSteps(graph, turned, byElement), [size, count, -1]);
  return graph.reshape(graph.op("Transpose", [split], { perm: [0, 2, 1] }), [size, -1]);
}
