import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import type { Operation } from "../../operation.ts";
import { sizeOf } from "../../shape.ts";
import { dimsOf } from "../layout.ts";
import { layColumns } from "../windows/column-images.ts";
import { lengthRule, restBehind, windowAttributes } from "../windows/window-grid.ts";
import { gridsOf, imagePools, type Pools } from "./image-pools.ts";

/** The highest value of each window of [height, width, channels]. Where places of a window share it, each gets the whole gradient. */
export function imageMaxPooling(pools: Pools): Operation {
  const [rows] = pools;
  return {
    kind: "imageMaxPooling",
    ...imagePools(pools),
    emit({ graph, input, output, padding }, x) {
      const grids = gridsOf(input, pools);
      const { lay, raise, ...laid } = layColumns(graph, { input, output, grids });
      const attributes = windowAttributes(laid.grids);
      const reaching = rows.padding === "same" ? padding : undefined;
      const behind = reaching?.through(lengthRule(rows), output.shape[0]!);
      const values = lay(reaching?.lower(x, input) ?? x, input);
      const highest = graph.op("MaxPool", [values], attributes);
      const pooled = raise(highest, output);
      return {
        output: behind?.clear(pooled, output) ?? pooled,
        backward(gradient) {
          const own = behind?.clear(gradient, output) ?? gradient;
          const { kernel_shape: window } = attributes;
          const [height = 0, width = 0, channels = 0] = laid.output.shape;
          const planes = [-1, 1, height, width];
          const selected = graph.op("Conv", [values, selection(graph, window, channels)], {
            ...attributes,
            group: channels,
          });
          const elements = graph.reshape(selected, [-1, sizeOf(window), height, width]);
          const isHighest = graph.equals(elements, graph.reshape(highest, planes));
          const shares = graph.mul(isHighest, graph.reshape(own, planes));
          const spread = graph.op("ConvTranspose", [shares, selection(graph, window, 1)], {
            ...attributes,
            output_padding: restBehind(laid.input.shape, laid.grids),
          });
          return { inputs: [graph.reshape(spread, dimsOf(input))] };
        },
      };
    },
  };
}

/** For each channel, kernels that each take one element of a window: [channels · elements, 1, height, width]. */
function selection(graph: GraphBuilder, window: readonly number[], channels: number): string {
  const size = sizeOf(window);
  const elements = Array.from({ length: channels * size }, (_, i) => i % size);
  const kernels = elements.flatMap((element) =>
    Array.from({ length: size }, (_, i) => Number(i === element)),
  );
  return graph.floats(kernels, [channels * size, 1, ...window]);
}
