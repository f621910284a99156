import type { GraphBuilder } from "../graph-builder.ts";
import { fansOf } from "../initializers.ts";
import type { Operation } from "../operation.ts";
import { biasOf } from "./bias.ts";
import type { KernelOptions } from "./convolution-options.ts";
import { fittingGrid, lengthRule, type WindowOptions } from "./geometry.ts";
import { checkRank } from "./rank.ts";
import { unfold, unfoldTransposed, type Windows } from "./windows.ts";

/**
 * A convolution over time, [time, channels] → [steps, filters], with a kernel [kernelSize, channels, filters].
 * Windows are laid out side by side, so that forward pass and both gradients are one matrix product each.
 */
export function convolution1d(
  filters: number,
  window: WindowOptions,
  { kernelName, useBias, kernelInitializer, biasInitializer }: KernelOptions,
): Operation {
  const { kernelSize, strides, dilationRate, padding } = window;
  const taps = Array.from({ length: kernelSize }, (_, k) => k);
  return {
    kind: "conv1d",
    takesSteps: true,
    outputShape(input) {
      checkRank(input, ["time", "channels"]);
      return [fittingGrid(input, 0, window).count, filters];
    },
    lengths: () => lengthRule(window),
    clearsPadding: () => padding === "same",
    parameters([, channels = 0]) {
      const shape = [kernelSize, channels, filters];
      const fans = fansOf(shape);
      return [
        { name: kernelName, kind: "kernel", shape, initializer: kernelInitializer, ...fans },
        ...biasOf(filters, useBias, biasInitializer, fans),
      ];
    },
    emit({ graph, input, output, steps: order, parameters: [kernel = "", ...bias] }, x) {
      const [time = 0, channels = 0] = input;
      const { before } = fittingGrid(input, 0, window);
      const given = order ?? Array.from({ length: output[0]! }, (_, i) => i);
      const inside = (step: number): number => (step >= 0 && step < time ? step : -1);
      const windows: Windows = {
        time,
        channels,
        steps: given.flatMap((step) =>
          taps.map((k) => inside(step * strides + k * dilationRate - before)),
        ),
        size: kernelSize,
      };
      const { product, kernelGradient } = products(graph, x, windows, filters);
      const flatKernel = graph.reshape(kernel, [kernelSize * channels, filters]);
      return {
        output: graph.reshape(product(flatKernel, bias), [-1, given.length, filters]),
        backward(gradient, wantInputs) {
          const learned = [
            kernelGradient(gradient),
            ...(useBias ? [graph.sum(gradient, [0, 1])] : []),
          ];
          if (!wantInputs) return { parameters: learned };
          // input step t took part in step (t + before - k · dilationRate) / strides by element k
          const places = new Map(given.map((step, place) => [step, place]));
          const place = (t: number, k: number): number =>
            places.get((t + before - k * dilationRate) / strides) ?? -1;
          const spread: Windows = {
            time: given.length,
            channels: filters,
            steps: Array.from({ length: time }, (_, t) => t).flatMap((t) =>
              taps.map((k) => place(t, k)),
            ),
            size: kernelSize,
          };
          const turned = graph.transpose(kernel, [0, 2, 1]);
          const lower = graph.op("Gemm", [
            unfold(graph, gradient, spread),
            graph.reshape(turned, [kernelSize * filters, channels]),
          ]);
          return { inputs: [graph.reshape(lower, [-1, time, channels])], parameters: learned };
        },
      };
    },
  };
}

/** The matrix products of a convolution's windows with its kernel and, for the kernel's gradient, with the output's gradient [batch, steps, filters]. */
function products(graph: GraphBuilder, x: string, windows: Windows, filters: number) {
  const { size, channels } = windows;
  if (channels === 1) {
    const columns = unfoldTransposed(graph, x, windows); // [size, batch · windows]
    return {
      product: (kernel: string, bias: readonly string[]) =>
        graph.op("Gemm", [columns, kernel, ...bias], { transA: 1 }),
      kernelGradient: (gradient: string) =>
        graph.reshape(graph.op("Gemm", [columns, graph.reshape(gradient, [-1, filters])]), [
          size,
          1,
          filters,
        ]),
    };
  }
  const columns = unfold(graph, x, windows); // [batch · windows, size · channels]
  return {
    product: (kernel: string, bias: readonly string[]) =>
      graph.op("Gemm", [columns, kernel, ...bias]),
    kernelGradient(gradient: string) {
      const turned = graph.reshape(graph.transpose(gradient, [2, 0, 1]), [filters, -1]); // long rows are multiplied faster than columns
      const product = graph.op("Gemm", [turned, columns]);
      return graph.transpose(graph.reshape(product, [filters, size, channels]), [1, 2, 0]);
    },
  };
}
