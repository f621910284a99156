import { castToFloat } from "../comparisons.ts";
import type { GraphBuilder } from "../graph-builder.ts";
import { dimsOf } from "../layout.ts";
import type { Operation } from "../operation.ts";
import { lengthRule, restBehind, windowAttributes, type WindowOptions } from "./geometry.ts";
import { poolingShapes } from "./pooling.ts";

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
      const grids = gridsOf(input);
      const attributes = windowAttributes(grids);
      const reaching = rows.padding === "same" ? padding : undefined;
      const values = reaching?.lower(x, input) ?? x;
      const highest = graph.op("MaxPool", [values], attributes);
      return {
        output: reaching?.through(lengthRule(rows), output[0]!).clear(highest, output) ?? highest,
        backward(gradient) {
          const [height = 0, width = 0] = input;
          const planes = [-1, 1, output[0]!, output[1]!];
          const selection = oneByOne(graph, attributes.kernel_shape);
          const single = graph.reshape(values, [-1, 1, height, width]);
          const elements = graph.op("Conv", [single, selection], attributes); // [planes, elements, rows, columns]
          const isHighest = graph.op("Equal", [elements, graph.reshape(highest, planes)]);
          const shares = graph.mul(castToFloat(graph, isHighest), graph.reshape(gradient, planes));
          const spread = graph.op("ConvTranspose", [shares, selection], {
            ...attributes,
            output_padding: restBehind(input, grids),
          });
          return { inputs: [graph.reshape(spread, dimsOf(input))] };
        },
      };
    },
  };
}

/** Kernels that each take one element of a window: [elements, 1, height, width]. */
function oneByOne(graph: GraphBuilder, [height = 0, width = 0]: readonly number[]): string {
  const count = height * width;
  const identity = Array.from({ length: count * count }, (_, i) => Number(i % (count + 1) === 0));
  return graph.reshape(graph.floats(identity), [count, 1, height, width]);
}
