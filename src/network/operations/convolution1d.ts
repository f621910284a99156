import { fansOf } from "../initializers.ts";
import type { Operation } from "../operation.ts";
import { biasOf } from "./bias.ts";
import type { KernelOptions } from "../layers/convolutional/convolution-options.ts";
import { convolveFrequencies, frequenciesAreCheaper } from "./convolve-frequencies.ts";
import { convolveWindows } from "./convolve-windows.ts";
import { fittingGrid, lengthRule, type WindowOptions } from "./geometry.ts";
import { checkRank } from "../layers/rank.ts";
import type { TimeConvolution } from "./time-convolution.ts";

/**
 * A convolution over time, [time, channels] → [steps, filters], with a kernel [kernelSize, channels, filters].
 * In training, where that takes clearly fewer products, frequencies are multiplied instead of windows.
 */
export function convolution1d(
  filters: number,
  window: WindowOptions,
  { kernelName, useBias, kernelInitializer, biasInitializer }: KernelOptions,
): Operation {
  return {
    kind: "conv1d",
    takesSteps: true,
    outputShape(input) {
      checkRank(input, ["time", "channels"]);
      return [fittingGrid(input, 0, window).count, filters];
    },
    lengths: () => lengthRule(window),
    clearsPadding: () => window.padding === "same",
    parameters([, channels = 0]) {
      const shape = [window.kernelSize, channels, filters];
      const fans = fansOf(shape);
      return [
        { name: kernelName, kind: "kernel", shape, initializer: kernelInitializer, ...fans },
        ...biasOf(filters, useBias, biasInitializer, fans),
      ];
    },
    emit({ graph, input, steps, training, parameters: [kernel = "", ...bias] }, x) {
      const [time = 0, channels = 0] = input;
      const grid = fittingGrid(input, 0, window);
      const all = Array.from({ length: grid.count }, (_, step) => step);
      const convolution: TimeConvolution = {
        time,
        channels,
        filters,
        grid,
        steps: steps ?? all,
        kernel,
        bias,
      };
      const convolve =
        training && frequenciesAreCheaper(convolution) ? convolveFrequencies : convolveWindows;
      const convolved = convolve(graph, x, convolution);
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
