import type { GraphBuilder } from "../onnx/graph-builder.ts";

/**
 * Frames of sequences in the given order: [batch, time, channels] → [batch, frames, channels].
 * A frame of -1 stands for zeros.
 */
export function gatherFrames(
  graph: GraphBuilder,
  x: string,
  time: number,
  frames: readonly number[],
): string {
  if (frames.length === time && frames.every((frame, i) => frame === i)) return x;
  const padded = frames.includes(-1) ? graph.op("Pad", [x, graph.integers([0, 0, 0, 0, 1, 0])]) : x;
  return graph.op("Gather", [padded, graph.integers(frames)], { axis: 1 });
}
