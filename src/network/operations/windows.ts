import type { GraphBuilder } from "../onnx/graph-builder.ts";
import { gatherSteps, type Sequences } from "./steps.ts";

/** Which time steps of sequences make up each window. */
export interface Windows extends Sequences {
  /** Elements of a window. */
  readonly size: number;
  /** Time step of element `k` of window `i` at `steps[i * size + k]`; -1 stands for zeros. */
  readonly steps: readonly number[];
}

/** The windows of each sequence of a batch laid out side by side: [batch, time, channels] → [batch · windows, size · channels]. */
export function unfold(graph: GraphBuilder, x: string, windows: Windows): string {
  const { channels, steps, size } = windows;
  return graph.reshape(gatherSteps(graph, x, windows, steps), [-1, size * channels]);
}

/** The transpose of `unfold` for sequences of one channel, which moves whole columns of the batch: [batch, time, 1] → [size, batch · windows]. */
export function unfoldTransposed(graph: GraphBuilder, x: string, windows: Windows): string {
  const { steps, size } = windows;
  const count = steps.length / size;
  const byElement = steps.map((_, i) => steps[(i % count) * size + Math.floor(i / count)]!);
  const turned = graph.transpose(x, [2, 1, 0]); // [1, time, batch]
  const gathered = gatherSteps(graph, turned, windows, byElement);
  const split = graph.reshape(gathered, [size, count, -1]);
  return graph.reshape(graph.transpose(split, [0, 2, 1]), [size, -1]);
}
