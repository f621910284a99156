import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import { fansOf } from "../../initializers.ts";
import type { Operation } from "../../operation.ts";
import type { Shape } from "../../shape.ts";
import { assertLayout } from "../../tensor-spec.ts";
import { layColumns } from "../windows/column-images.ts";
import {
  fittingGrid,
  lengthRule,
  windowAttributes,
  type WindowShape,
} from "../windows/window-grid.ts";
import { biasOf } from "../bias.ts";
import {
  type GridConvolution,
  inputGradient,
  kernelGradient,
} from "./image-convolution-gradients.ts";
import type { KernelOptions } from "./kernel.ts";

/** A kernel for inputs with some number of channels. */
export interface KernelSize {
  /** Groups of channels, each with filters of its own. */
  readonly groups: number;
  readonly filters: number;
  /** The kernel's shape as Keras has it. Its values are those of [height, width, channels / groups, filters]. */
  readonly shape: Shape;
}

/** Options of `imageConvolution`. */
export interface ImageConvolutionOptions extends KernelOptions {
  /** Along height and width. */
  readonly windows: readonly [WindowShape, WindowShape];
  /** @throws {AffektError} `invalid-argument` when the channels do not fit. */
  readonly kernelSize: (channels: number) => KernelSize;
}

/** A convolution of images by ONNX' operators: [height, width, channels] → [rows, columns, filters]. */
export function imageConvolution({
  windows: [rows, columns],
  kernelName,
  kernelSize,
  useBias,
  kernelInitializer,
  biasInitializer,
}: ImageConvolutionOptions): Operation {
  const gridsOf = (input: Shape) =>
    [fittingGrid(input, 0, rows), fittingGrid(input, 1, columns)] as const;
  return {
    kind: "imageConvolution",
    output(input) {
      assertLayout(input, "image");
      const { filters } = kernelSize(input.shape[2]!);
      return {
        shape: [...gridsOf(input.shape).map(({ count }) => count), filters],
        layout: "image",
      };
    },
    lengths: () => lengthRule(rows),
    clearsPadding: () => rows.padding === "same",
    parameters({ shape: [, , channels = 0] }) {
      const { filters, shape } = kernelSize(channels);
      const fans = fansOf(shape);
      return [
        { name: kernelName, kind: "kernel", shape, initializer: kernelInitializer, ...fans },
        ...biasOf(filters, useBias, biasInitializer, fans),
      ];
    },
    emit({ graph, input, output, parameters: [kernel = "", ...bias] }, x) {
      const channels = input.shape[2]!;
      const { groups, filters, shape } = kernelSize(channels);
      const laid = layColumns(graph, { input, output, grids: gridsOf(input.shape) });
      const field = laid.grids.map((grid) => grid.kernelSize);
      const convolution: GridConvolution = {
        input: laid.input.shape,
        grids: laid.grids,
        groups,
        filters,
        kernel: graph.reshape(kernel, [...field, channels / groups, filters]),
      };
      const image = laid.lay(x, input);
      return {
        output: laid.raise(convolve(graph, image, convolution, bias), output),
        backward(gradient, wantInputs) {
          const upper = laid.lay(gradient, output);
          const parameters = [
            graph.reshape(kernelGradient(graph, image, upper, convolution), shape),
            ...(useBias ? [graph.sum(gradient, [0, 2, 3])] : []),
          ];
          if (!wantInputs) return { parameters };
          const lower = inputGradient(graph, upper, convolution);
          return { inputs: [laid.raise(lower, input)], parameters };
        },
      };
    },
  };
}

function convolve(
  graph: GraphBuilder,
  x: string,
  { grids, groups, kernel }: GridConvolution,
  bias: readonly string[],
): string {
  const turned = graph.transpose(kernel, [3, 2, 0, 1]);
  return graph.op("Conv", [x, turned, ...bias], {
    ...windowAttributes(grids),
    dilations: grids.map(({ dilationRate }) => dilationRate),
    group: groups,
  });
}
