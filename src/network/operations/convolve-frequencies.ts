import { cyclicConvolution, cyclicProducts } from "../../math/cyclic-convolution.ts";
import type { GraphBuilder } from "../onnx/graph-builder.ts";
import { extentOf } from "./geometry.ts";
import type { Convolved, TimeConvolution } from "./time-convolution.ts";

/** Rows of a batch, which shares the kernel's transform; the graph does not know how many. */
const USUAL_BATCH = 32;

/** What a kernel's transform may have at most, 32 MB. */
const MAX_KERNEL_VALUES = 2 ** 23;

/** Whether a convolution takes clearly fewer products by frequencies than by windows, and no memory to speak of. */
export function frequenciesAreCheaper(convolution: TimeConvolution): boolean {
  const { time, channels, filters, steps, grid } = convolution;
  if (grid.strides > 1) return false;
  const pairs = channels * filters;
  const ofSignals = time * channels + pairs + steps.length * filters;
  const ofKernel = (grid.kernelSize * pairs) / USUAL_BATCH;
  const frequencies = cyclicProducts(periodOf(convolution));
  if (frequencies * pairs > MAX_KERNEL_VALUES) return false;
  return frequencies * (ofSignals + ofKernel) < 0.8 * steps.length * grid.kernelSize * pairs;
}

/**
 * Multiplies Fourier transforms (stride 1). They and their ways back are products with constant matrices over time, and what lies between
 * is one matrix product over the channels for each frequency; of gradients the same, transposed. This is the form of Lavin and Gray
 * (https://arxiv.org/abs/1509.09308); on the unit circle float32 loses no more than by windows.
 */
export function convolveFrequencies(
  graph: GraphBuilder,
  x: string,
  convolution: TimeConvolution,
): Convolved {
  const { time, channels, filters, grid, steps, kernel, bias } = convolution;
  const matrices = cyclicConvolution(periodOf(convolution), {
    in: Array.from({ length: time }, (_, t) => t),
    kernel: Array.from({ length: grid.kernelSize }, (_, k) => -k * grid.dilationRate),
    out: steps.map((step) => step - grid.before),
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
  /** [count, …] → [length, …], the transposed of `transform` */
  const restore = (matrix: string, values: string, length: number, dims: readonly number[]) =>
    graph.reshape(graph.op("Gemm", [matrix, flat(values, count)], { transA: 1 }), [
      length,
      ...dims,
    ]);

  const signals = transform(into, turned(x), time, [-1, channels]); // [count, batch, channels]
  const kernels = transform(ofKernel, kernel, grid.kernelSize, [channels, filters]);
  const products = graph.op("MatMul", [signals, kernels]); // [count, batch, filters]
  const output = turned(restore(out, products, steps.length, [-1, filters]));
  return {
    output: bias.length === 0 ? output : graph.add(output, bias[0]!),
    backward(gradient, wantInput) {
      const spread = transform(out, turned(gradient), steps.length, [-1, filters]); // [count, batch, filters]
      const ofKernels = graph.op("MatMul", [graph.transpose(signals, [0, 2, 1]), spread]);
      const learned = restore(ofKernel, ofKernels, grid.kernelSize, [channels, filters]);
      if (!wantInput) return { kernel: learned };
      const ofSignals = graph.op("MatMul", [spread, graph.transpose(kernels, [0, 2, 1])]);
      return { kernel: learned, input: turned(restore(into, ofSignals, time, [-1, channels])) };
    },
  };
}

/** The least period around which no window sees another end of the sequence. */
function periodOf({ time, grid, steps }: TimeConvolution): number {
  const behind = Math.max(...steps) - grid.before + extentOf(grid);
  return Math.max(time + grid.before, behind);
}
