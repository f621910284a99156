import type { GraphBuilder } from "../onnx/graph-builder.ts";
import { fansOf } from "../initializers.ts";
import type { Operation } from "../operation.ts";
import type { Shape } from "../shape.ts";
import { biasOf } from "./bias.ts";
import type { KernelOptions } from "../layers/convolutional/convolution-options.ts";
import { type Convolution, inputGradient, kernelGradient } from "./convolution2d-gradients.ts";
import { fittingGrid, lengthRule, windowAttributes, type WindowOptions } from "./geometry.ts";
import { checkRank } from "../layers/rank.ts";
import { sideways } from "./sideways.ts";

/** What a kernel does with the channels that it gets. */
export interface KernelSize {
  /** Groups of channels, each with filters of its own. */
  readonly groups: number;
  readonly filters: number;
  /** The kernel's shape as Keras has it; its values are those of [height, width, channels / groups, filters]. */
  readonly shape: Shape;
}

/** A convolution of images, [height, width, channels] → [rows, columns, filters]. */
export interface Convolution2dOptions extends KernelOptions {
  readonly kind: string;
  /** Along height and width. */
  readonly windows: readonly [WindowOptions, WindowOptions];
  /** Errors: `invalid-argument` where the channels do not fit. */
  readonly kernelSize: (channels: number) => KernelSize;
}

/** A convolution over two dimensions by ONNX' operators, channels first. */
export function convolution2d({
  kind,
  windows: [rows, columns],
  kernelName,
  kernelSize,
  useBias,
  kernelInitializer,
  biasInitializer,
}: Convolution2dOptions): Operation {
  return {
    kind,
    outputShape(input) {
      checkRank(input, ["height", "width", "channels"]);
      const { filters } = kernelSize(input[2]!);
      return [fittingGrid(input, 0, rows).count, fittingGrid(input, 1, columns).count, filters];
    },
    lengths: () => lengthRule(rows),
    clearsPadding: () => rows.padding === "same",
    parameters([, , channels = 0]) {
      const { filters, shape } = kernelSize(channels);
      const fans = fansOf(shape);
      return [
        { name: kernelName, kind: "kernel", shape, initializer: kernelInitializer, ...fans },
        ...biasOf(filters, useBias, biasInitializer, fans),
      ];
    },
    emit({ graph, input, output, parameters: [kernel = "", ...bias] }, x) {
      const channels = input[2]!;
      const { groups, filters, shape } = kernelSize(channels);
      const grids = [fittingGrid(input, 0, rows), fittingGrid(input, 1, columns)] as const;
      const { lay, raise, ...lying } = sideways(graph, { input, output, grids });
      const field = lying.grids.map((grid) => grid.kernelSize);
      const convolution: Convolution = {
        ...lying,
        groups,
        filters,
        kernel: graph.reshape(kernel, [...field, channels / groups, filters]),
      };
      const image = lay(x, input);
      return {
        output: raise(convolve(graph, image, convolution, bias), output),
        backward(gradient, wantInputs) {
          const upper = lay(gradient, output);
          const parameters = [
            graph.reshape(kernelGradient(graph, image, upper, convolution), shape),
            ...(useBias ? [graph.sum(gradient, [0, 2, 3])] : []),
          ];
          if (!wantInputs) return { parameters };
          return { inputs: [raise(inputGradient(graph, upper, convolution), input)], parameters };
        },
      };
    },
  };
}

function convolve(
  graph: GraphBuilder,
  x: string,
  { grids, groups, kernel }: Convolution,
  bias: readonly string[],
): string {
  const turned = graph.transpose(kernel, [3, 2, 0, 1]);
  return graph.op("Conv", [x, turned, ...bias], {
    ...windowAttributes(grids),
    dilations: grids.map(({ dilationRate }) => dilationRate),
    group: groups,
  });
}
