import { castToFloat } from "../graphs/comparisons.ts";
import type { GraphBuilder } from "../onnx/graph-builder.ts";
import { dimsOf } from "../graphs/layout.ts";
import type { Operation } from "../operation.ts";
import { sizeOf } from "../shape.ts";
import { lengthRule, restBehind, windowAttributes, type WindowOptions } from "./geometry.ts";
import { poolingShapes } from "../layers/pooling/pooling.ts";
import { sideways } from "./sideways.ts";

/** The highest value of each window of [height, width, channels]. Where places of a window share it, each gets the whole gradient. */
export function maxPooling(
  kind: string,
  windows: readonly [WindowOptions, WindowOptions],
): Operation {
  const { outputShape, lengths, gridsOf } = poolingShapes(windows);
  const [rows] = windows;
  return {
    kind,
    outputShape,
    lengths,
    emit({ graph, input, output, padding }, x) {
      const { lay, raise, grids, ...lying } = sideways(graph, {
        input,
        output,
        grids: gridsOf(input),
      });
      const attributes = windowAttributes(grids);
      const reaching = rows.padding === "same" ? padding : undefined;
      const behind = reaching?.through(lengthRule(rows), output[0]!);
      const values = lay(reaching?.lower(x, input) ?? x, input);
      const highest = graph.op("MaxPool", [values], attributes);
      const pooled = raise(highest, output);
      return {
        output: behind?.clear(pooled, output) ?? pooled,
        backward(gradient) {
          const own = behind?.clear(gradient, output) ?? gradient;
          const { kernel_shape: window } = attributes;
          const [height = 0, width = 0, channels = 0] = lying.output;
          const planes = [-1, 1, height, width];
          const selected = graph.op("Conv", [values, selection(graph, window, channels)], {
            ...attributes,
            group: channels,
          });
          const elements = graph.reshape(selected, [-1, sizeOf(window), height, width]);
          const isHighest = graph.op("Equal", [elements, graph.reshape(highest, planes)]);
          const shares = graph.mul(castToFloat(graph, isHighest), graph.reshape(own, planes));
          const spread = graph.op("ConvTranspose", [shares, selection(graph, window, 1)], {
            ...attributes,
            output_padding: restBehind(lying.input, grids),
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
