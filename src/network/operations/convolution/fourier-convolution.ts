import { cyclicConvolution, cyclicProducts } from "../../../math/fourier/cyclic-convolution.ts";
import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import { extentOf } from "../windows/window-grid.ts";
import type { Convolved, FrameConvolution } from "./frame-convolution.ts";

/** Rows that are assumed to share the transform of the kernel. The graph does not know the size of a batch. */
const USUAL_BATCH = 32;

/** Values of the largest transform of a kernel, 32 MB. */
const MAX_KERNEL_VALUES = 2 ** 23;

/** Whether a convolution takes clearly fewer products by Fourier transforms than by windows, and little memory. */
export function fourierIsCheaper(convolution: FrameConvolution): boolean {
  const { time, channels, filters, frames, grid } = convolution;
  if (grid.strides > 1) return false;
  const pairs = channels * filters;
  const ofSignals = time * channels + pairs + frames.length * filters;
  const ofKernel = (grid.kernelSize * pairs) / USUAL_BATCH;
  const frequencies = cyclicProducts(periodOf(convolution));
  if (frequencies * pairs > MAX_KERNEL_VALUES) return false;
  return frequencies * (ofSignals + ofKernel) < 0.8 * frames.length * grid.kernelSize * pairs;
}

/**
 * Convolves by multiplying Fourier transforms (stride 1). The transforms and their inverses are products with constant matrices over
 * time. Between them there is one matrix product over the channels for each frequency. Gradients are the same, transposed.
 * This is the form of Lavin and Gray (https://arxiv.org/abs/1509.09308). On the unit circle float32 loses no more than by windows.
 */
export function convolveByFourier(
  graph: GraphBuilder,
  x: string,
  convolution: FrameConvolution,
): Convolved {
  const { time, channels, filters, grid, frames, kernel, bias } = convolution;
  const matrices = cyclicConvolution(periodOf(convolution), {
    in: Array.from({ length: time }, (_, t) => t),
    kernel: Array.from({ length: grid.kernelSize }, (_, k) => -k * grid.dilationRate),
    out: frames.map((frame) => frame - grid.before),
  });
  const [into, ofKernel, out] = [matrices.in, matrices.kernel, matrices.out].map((rows) =>
    graph.floats(rows.flat(), [rows.length, rows[0]!.length]),
  ) as [string, string, string];
  const count = matrices.in.length;
  const flat = (values: string, rows: number): string => graph.reshape(values, [rows, -1]);
  const turned = (values: string): string => graph.transpose(values, [1, 0, 2]); // time and batch
  /** [length, …] → [count, …] */
  const transform = (matrix: string, values: string, length: number, dims: readonly number[]) =>
    graph.reshape(graph.op("Gemm", [matrix, flat(values, length)]), [count, ...dims]);
  /** [count, …] → [length, …], the transpose of `transform` */
  const restore = (matrix: string, values: string, length: number, dims: readonly number[]) =>
    graph.reshape(graph.op("Gemm", [matrix, flat(values, count)], { transA: 1 }), [
      length,
      ...dims,
    ]);

  const signals = transform(into, turned(x), time, [-1, channels]); // [count, batch, channels]
  const kernels = transform(ofKernel, kernel, grid.kernelSize, [channels, filters]);
  const products = graph.op("MatMul", [signals, kernels]); // [count, batch, filters]
  const output = turned(restore(out, products, frames.length, [-1, filters]));
  return {
    output: bias.length === 0 ? output : graph.add(output, bias[0]!),
    backward(gradient, wantInput) {
      const spread = transform(out, turned(gradient), frames.length, [-1, filters]); // [count, batch, filters]
      const ofKernels = graph.op("MatMul", [graph.transpose(signals, [0, 2, 1]), spread]);
      const learned = restore(ofKernel, ofKernels, grid.kernelSize, [channels, filters]);
      if (!wantInput) return { kernel: learned };
      const ofSignals = graph.op("MatMul", [spread, graph.transpose(kernels, [0, 2, 1])]);
      return { kernel: learned, input: turned(restore(into, ofSignals, time, [-1, channels])) };
    },
  };
}

/** The least period around which no window sees another end of the sequence. */
function periodOf({ time, grid, frames }: FrameConvolution): number {
  const behind = Math.max(...frames) - grid.before + extentOf(grid);
  return Math.max(time + grid.before, behind);
}
