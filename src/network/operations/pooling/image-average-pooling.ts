import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import type { Emission, Operation } from "../../operation.ts";
import { sizeOf } from "../../shape.ts";
import { dimsOf } from "../layout.ts";
import { layColumns } from "../windows/column-images.ts";
import { restBehind, windowAttributes, type WindowGrid } from "../windows/window-grid.ts";
import { gridsOf, imagePools, type Pools } from "./image-pools.ts";

/** The mean over the part of each window of [height, width, channels] that lies inside the input. */
export function imageAveragePooling(pools: Pools): Operation {
  return {
    kind: "imageAveragePooling",
    ...imagePools(pools),
    clearsPadding: () => pools[0].padding === "same",
    emit(emission, x) {
      const { graph, input, output } = emission;
      const upright = gridsOf(input, pools);
      const { lay, raise, ...laid } = layColumns(graph, { input, output, grids: upright });
      const attributes = windowAttributes(laid.grids);
      const shares = sharesInside(emission, upright);
      const inside = (value: string): string =>
        shares === undefined ? value : graph.div(value, shares);
      const mean = graph.op("AveragePool", [lay(x, input)], {
        ...attributes,
        count_include_pad: 1,
      });
      return {
        output: inside(raise(mean, output)),
        backward(gradient) {
          const { kernel_shape: window } = attributes;
          const size = sizeOf(window);
          const [height = 0, width = 0] = laid.output.shape;
          const planes = graph.reshape(inside(gradient), [-1, 1, height, width]);
          const share = graph.mul(planes, graph.scalar(1 / size));
          const ones = graph.floats(Array<number>(size).fill(1), [1, 1, ...window]);
          const spread = graph.op("ConvTranspose", [share, ones], {
            ...attributes,
            output_padding: restBehind(laid.input.shape, laid.grids),
          });
          return { inputs: [graph.reshape(spread, dimsOf(input))] };
        },
      };
    },
  };
}

/** The share of each window that lies inside the input and, in time, inside its sequence. Undefined where that is all. */
function sharesInside(
  { graph, input, padding }: Emission,
  [rows, columns]: readonly [WindowGrid, WindowGrid],
): string | undefined {
  if (rows.padding === "valid") return undefined;
  const [height = 0, width = 0] = input.shape;
  const across = shareVector(graph, width, columns, [1, 1, 1, columns.count]);
  if (padding === undefined) {
    return graph.mul(shareVector(graph, height, rows, [1, 1, rows.count, 1]), across);
  }
  const mask = padding.mask(input); // [batch, 1, time, 1]
  const down = graph.op("AveragePool", [mask], {
    kernel_shape: [rows.kernelSize, 1],
    strides: [rows.strides, 1],
    pads: [rows.before, 0, rows.after, 0],
    count_include_pad: 1,
  });
  const atLeastOne = graph.max(down, graph.scalar(1 / rows.kernelSize));
  return graph.mul(atLeastOne, across);
}

function shareVector(
  graph: GraphBuilder,
  size: number,
  { count, strides, before, kernelSize }: WindowGrid,
  dims: readonly number[],
): string {
  const shares = Array.from({ length: count }, (_, i) => {
    const start = i * strides - before;
    return (Math.min(start + kernelSize, size) - Math.max(start, 0)) / kernelSize;
  });
  return graph.floats(shares, dims);
}
