import type { GraphBuilder } from "../onnx/graph-builder.ts";
import type { Convolved, TimeConvolution } from "./time-convolution.ts";
import { unfold, unfoldTransposed, type Windows } from "./windows.ts";

/** Lays windows out side by side, so that forward pass and both gradients are one matrix product each. */
export function convolveWindows(
  graph: GraphBuilder,
  x: string,
  { time, channels, filters, grid, steps, kernel, bias }: TimeConvolution,
): Convolved {
  const { kernelSize, strides, dilationRate, before } = grid;
  const taps = Array.from({ length: kernelSize }, (_, k) => k);
  const inside = (step: number): number => (step >= 0 && step < time ? step : -1);
  const windows: Windows = {
    time,
    channels,
    steps: steps.flatMap((step) =>
      taps.map((k) => inside(step * strides + k * dilationRate - before)),
    ),
    size: kernelSize,
  };
  const { product, kernelGradient } = products(graph, x, windows, filters);
  const flatKernel = graph.reshape(kernel, [kernelSize * channels, filters]);
  return {
    output: graph.reshape(product(flatKernel, bias), [-1, steps.length, filters]),
    backward(gradient, wantInput) {
      const learned = kernelGradient(gradient);
      if (!wantInput) return { kernel: learned };
      // input step t took part in step (t + before - k · dilationRate) / strides by element k
      const places = new Map(steps.map((step, place) => [step, place]));
      const place = (t: number, k: number): number =>
        places.get((t + before - k * dilationRate) / strides) ?? -1;
      const spread: Windows = {
        time: steps.length,
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
      return { kernel: learned, input: graph.reshape(lower, [-1, time, channels]) };
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
