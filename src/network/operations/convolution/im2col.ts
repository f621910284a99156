import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import { gatherFrames } from "../gather-frames.ts";

/** Windows over sequences [batch, time, channels], by the frames that they consist of. */
export interface SequenceWindows {
  readonly time: number;
  readonly channels: number;
  /** Elements of a window. */
  readonly size: number;
  /** The frame of element `k` of window `i` is `frames[i * size + k]`. -1 stands for zeros. */
  readonly frames: readonly number[];
}

/** The windows of each sequence of a batch side by side: [batch, time, channels] → [batch · windows, size · channels]. */
export function im2col(graph: GraphBuilder, x: string, windows: SequenceWindows): string {
  const { time, channels, frames, size } = windows;
  return graph.reshape(gatherFrames(graph, x, time, frames), [-1, size * channels]);
}

/** The transpose of `im2col` for sequences of one channel, which moves whole columns of the batch: [batch, time, 1] → [size, batch · windows]. */
export function im2colTransposed(graph: GraphBuilder, x: string, windows: SequenceWindows): string {
  const { time, frames, size } = windows;
  const count = frames.length / size;
  const byElement = frames.map((_, i) => frames[(i % count) * size + Math.floor(i / count)]!);
  const turned = graph.transpose(x, [2, 1, 0]); // [1, time, batch]
  const gathered = gatherFrames(graph, turned, time, byElement);
  const split = graph.reshape(gathered, [size, count, -1]);
  return graph.reshape(graph.transpose(split, [0, 2, 1]), [size, -1]);
}
