import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import type { TensorSpec } from "../../tensor-spec.ts";
import { dimsOf } from "../layout.ts";
import type { WindowGrid } from "./window-grid.ts";

/** Windows over images, and the images before and after. */
interface WindowedImages {
  readonly input: TensorSpec;
  readonly output: TensorSpec;
  readonly grids: readonly [WindowGrid, WindowGrid];
}

/**
 * Windows over images for ONNX' operators. Images of one column, which sequences become, are laid on their side, as the operators'
 * inner loops run along the width. `lay` turns an image with the spec of the input or output, `raise` turns it back.
 */
export function layColumns(graph: GraphBuilder, { input, output, grids }: WindowedImages) {
  const lies = input.shape[1] === 1 && output.shape[1] === 1;
  const turned = (spec: TensorSpec): TensorSpec => {
    const [height = 0, width = 0, channels = 0] = spec.shape;
    return lies ? { ...spec, shape: [width, height, channels] } : spec;
  };
  const [down, across] = grids;
  return {
    input: turned(input),
    output: turned(output),
    grids: lies ? ([across, down] as const) : grids,
    lay: (x: string, spec: TensorSpec): string =>
      lies ? graph.reshape(x, dimsOf(turned(spec))) : x,
    raise: (x: string, spec: TensorSpec): string => (lies ? graph.reshape(x, dimsOf(spec)) : x),
  };
}
