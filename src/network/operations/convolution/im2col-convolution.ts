import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import type { Convolved, FrameConvolution } from "./frame-convolution.ts";
import { im2col, im2colTransposed, type SequenceWindows } from "./im2col.ts";

/** Convolves by laying windows out side by side (im2col). The forward pass and both gradients are one matrix product each. */
export function convolveByIm2col(
  graph: GraphBuilder,
  x: string,
  { time, channels, filters, grid, frames, kernel, bias }: FrameConvolution,
): Convolved {
  const { kernelSize, strides, dilationRate, before } = grid;
  const taps = Array.from({ length: kernelSize }, (_, k) => k);
  const inside = (frame: number): number => (frame >= 0 && frame < time ? frame : -1);
  const windows: SequenceWindows = {
    time,
    channels,
    frames: frames.flatMap((frame) =>
      taps.map((k) => inside(frame * strides + k * dilationRate - before)),
    ),
    size: kernelSize,
  };
  const { product, kernelGradient } = products(graph, x, windows, filters);
  const flatKernel = graph.reshape(kernel, [kernelSize * channels, filters]);
  return {
    output: graph.reshape(product(flatKernel, bias), [-1, frames.length, filters]),
    backward(gradient, wantInput) {
      const learned = kernelGradient(gradient);
      if (!wantInput) return { kernel: learned };
      // input frame t took part in output frame (t + before - k · dilationRate) / strides by element k
      const places = new Map(frames.map((frame, place) => [frame, place]));
      const place = (t: number, k: number): number =>
        places.get((t + before - k * dilationRate) / strides) ?? -1;
      const spread: SequenceWindows = {
        time: frames.length,
        channels: filters,
        frames: Array.from({ length: time }, (_, t) => t).flatMap((t) =>
          taps.map((k) => place(t, k)),
        ),
        size: kernelSize,
      };
      const turned = graph.transpose(kernel, [0, 2, 1]);
      const lower = graph.op("Gemm", [
        im2col(graph, gradient, spread),
        graph.reshape(turned, [kernelSize * filters, channels]),
      ]);
      return { kernel: learned, input: graph.reshape(lower, [-1, time, channels]) };
    },
  };
}

/** The matrix products of a convolution's windows with its kernel and, for the kernel's gradient, with the output's gradient [batch, frames, filters]. */
function products(graph: GraphBuilder, x: string, windows: SequenceWindows, filters: number) {
  const { size, channels } = windows;
  if (channels === 1) {
    const columns = im2colTransposed(graph, x, windows); // [size, batch · windows]
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
  const columns = im2col(graph, x, windows); // [batch · windows, size · channels]
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
