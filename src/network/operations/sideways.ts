import type { GraphBuilder } from "../onnx/graph-builder.ts";
import { dimsOf } from "../graphs/layout.ts";
import type { Shape } from "../shape.ts";
import type { WindowGrid } from "./geometry.ts";

/** Images, what windows make of them, and the windows. */
interface Windowed {
  readonly input: Shape;
  readonly output: Shape;
  readonly grids: readonly [WindowGrid, WindowGrid];
}

/**
 * The same for ONNX' operators: images of width 1 lie on their side, as inner loops run along the width. `lay` turns a value of a shape,
 * the input's or the output's, and `raise` turns it back.
 */
export function sideways(graph: GraphBuilder, { input, output, grids }: Windowed) {
  const lies = input[1] === 1 && output[1] === 1;
  const turned = ([height = 0, width = 0, channels = 0]: Shape): Shape =>
    lies ? [width, height, channels] : [height, width, channels];
  const [down, across] = grids;
  return {
    input: turned(input),
    output: turned(output),
    grids: lies ? ([across, down] as const) : grids,
    lay: (x: string, shape: Shape): string => (lies ? graph.reshape(x, dimsOf(turned(shape))) : x),
    raise: (x: string, shape: Shape): string => (lies ? graph.reshape(x, dimsOf(shape)) : x),
  };
}
