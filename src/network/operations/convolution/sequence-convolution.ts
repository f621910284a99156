import { fansOf } from "../../initializers.ts";
import type { Operation } from "../../operation.ts";
import { assertLayout } from "../../tensor-spec.ts";
import { fittingGrid, lengthRule, type WindowShape } from "../windows/window-grid.ts";
import { biasOf } from "../bias.ts";
import { convolveByFourier, fourierIsCheaper } from "./fourier-convolution.ts";
import type { FrameConvolution } from "./frame-convolution.ts";
import { convolveByIm2col } from "./im2col-convolution.ts";
import type { KernelOptions } from "./kernel.ts";

/** A convolution over the frames of sequences, [time, channels] → [frames, filters]. */
export interface SequenceConvolution extends Operation {
  /** The same convolution with its frames in another order, which costs nothing. `orderOf` gets their number. */
  inOrder(orderOf: (frames: number) => readonly number[]): Operation;
}

/** Whether an operation is a `sequenceConvolution`. */
export function isSequenceConvolution(operation: Operation): operation is SequenceConvolution {
  return "inOrder" in operation;
}

/**
 * A convolution over the frames of sequences with a kernel [kernelSize, channels, filters].
 * In training, Fourier transforms are multiplied instead of windows where that takes clearly fewer products.
 */
export function sequenceConvolution(
  filters: number,
  window: WindowShape,
  kernel: KernelOptions,
): SequenceConvolution {
  return {
    ...convolution(filters, window, kernel, inTurn),
    inOrder: (orderOf) => convolution(filters, window, kernel, orderOf),
  };
}

function inTurn(frames: number): number[] {
  return Array.from({ length: frames }, (_, frame) => frame);
}

function convolution(
  filters: number,
  window: WindowShape,
  { kernelName, useBias, kernelInitializer, biasInitializer }: KernelOptions,
  orderOf: (frames: number) => readonly number[],
): Operation {
  return {
    kind: "sequenceConvolution",
    output(input) {
      assertLayout(input, "sequence");
      return { shape: [fittingGrid(input.shape, 0, window).count, filters], layout: "sequence" };
    },
    lengths: () => lengthRule(window),
    clearsPadding: () => window.padding === "same",
    parameters({ shape: [, channels = 0] }) {
      const shape = [window.kernelSize, channels, filters];
      const fans = fansOf(shape);
      return [
        { name: kernelName, kind: "kernel", shape, initializer: kernelInitializer, ...fans },
        ...biasOf(filters, useBias, biasInitializer, fans),
      ];
    },
    emit({ graph, input, training, parameters: [kernel = "", ...bias] }, x) {
      const [time = 0, channels = 0] = input.shape;
      const grid = fittingGrid(input.shape, 0, window);
      const frames = orderOf(grid.count);
      const frameConvolution: FrameConvolution = {
        time,
        channels,
        filters,
        grid,
        frames,
        kernel,
        bias,
      };
      const convolve =
        training && fourierIsCheaper(frameConvolution) ? convolveByFourier : convolveByIm2col;
      const convolved = convolve(graph, x, frameConvolution);
      return {
        output: convolved.output,
        backward(gradient, wantInputs) {
          const { kernel, input } = convolved.backward(gradient, wantInputs);
          const parameters = [kernel, ...(useBias ? [graph.sum(gradient, [0, 1])] : [])];
          return { parameters, ...(input !== undefined && { inputs: [input] }) };
        },
      };
    },
  };
}
