import { AffektError } from "../../errors.ts";
import type { GraphBuilder } from "../graph-builder.ts";
import { glorotUniform, zeros } from "../initializers.ts";
import type { Layer, Shape } from "../layer.ts";
import { unfold, unfoldTransposed, type Windows } from "./windows.ts";

/** Options of `conv1d`, Keras' `Conv1D`. */
export interface Conv1dOptions {
  readonly filters: number;
  readonly kernelSize: number;
  /** Default 1. */
  readonly strides?: number;
  /** Zeros around the sequence so that its length stays (divided by the stride), or none; default `valid`. */
  readonly padding?: "same" | "valid";
}

/**
 * A convolution over time: `[time, channels]` → `[steps, filters]`, kernel [kernelSize, channels, filters].
 * Windows are laid out side by side, so that forward pass and both gradients are one matrix product each.
 */
export function conv1d({
  filters,
  kernelSize,
  strides = 1,
  padding = "valid",
}: Conv1dOptions): Layer {
  for (const [name, value] of Object.entries({ filters, kernelSize, strides })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new AffektError(
        "invalid-argument",
        `conv1d: ${name} must be an integer from 1, got ${value}`,
      );
    }
  }
  const geometry = ([time = 0]: Shape): { steps: number; before: number } => {
    if (padding === "valid")
      return { steps: Math.floor((time - kernelSize) / strides) + 1, before: 0 };
    const steps = Math.ceil(time / strides);
    return { steps, before: Math.max((steps - 1) * strides + kernelSize - time, 0) >> 1 };
  };
  return {
    kind: "conv1d",
    takesSteps: true,
    outputShape(input) {
      if (input.length !== 2) {
        throw new AffektError(
          "invalid-argument",
          `takes [time, channels], got [${input.join(", ")}]`,
        );
      }
      const { steps } = geometry(input);
      if (steps < 1) {
        throw new AffektError(
          "invalid-argument",
          `a kernel of ${kernelSize} does not fit into [${input.join(", ")}] without padding`,
        );
      }
      return [steps, filters];
    },
    parameters([, channels = 0]) {
      const fans = { fanIn: kernelSize * channels, fanOut: kernelSize * filters };
      const shape = [kernelSize, channels, filters];
      return [
        { name: "kernel", shape, initializer: glorotUniform(), ...fans },
        { name: "bias", shape: [filters], initializer: zeros, ...fans },
      ];
    },
    emit({ graph, input, steps: order }, x, [kernel = "", bias = ""]) {
      const [time = 0, channels = 0] = input;
      const { steps, before } = geometry(input);
      const given = order ?? Array.from({ length: steps }, (_, i) => i);
      const taps = Array.from({ length: kernelSize }, (_, k) => k);
      const inside = (step: number): number => (step >= 0 && step < time ? step : -1);
      const windows: Windows = {
        channels,
        steps: given.flatMap((step) => taps.map((k) => inside(step * strides + k - before))),
        size: kernelSize,
      };
      const { product, kernelGradient } = products(graph, x, windows);
      const flatKernel = graph.reshape(kernel, [kernelSize * channels, filters]);
      return {
        output: graph.reshape(product(flatKernel, bias), [-1, given.length, filters]),
        backward(gradient, wantInput) {
          const flat = graph.reshape(gradient, [-1, filters]);
          const parameters = [
            kernelGradient(flat),
            graph.op("ReduceSum", [flat, graph.integers([0])], { keepdims: 0 }),
          ];
          if (!wantInput) return { parameters };
          // input row t took part in step (t + before - k) / strides by element k
          const place = (t: number, k: number): number => given.indexOf((t + before - k) / strides);
          const spread: Windows = {
            channels: filters,
            steps: Array.from({ length: time }, (_, t) => t).flatMap((t) =>
              taps.map((k) => place(t, k)),
            ),
            size: kernelSize,
          };
          const turned = graph.op("Transpose", [kernel], { perm: [0, 2, 1] });
          const product = graph.op("Gemm", [
            unfold(graph, gradient, spread),
            graph.reshape(turned, [kernelSize * filters, channels]),
          ]);
          return { input: graph.reshape(product, [-1, time, channels]), parameters };
        },
      };
    },
  };
}

/** The matrix products of a convolution's windows with its kernel and, for the kernel's gradient, with the output's gradient. */
function products(graph: GraphBuilder, x: string, windows: Windows) {
  if (windows.channels === 1) {
    const columns = unfoldTransposed(graph, x, windows); // [size, batch · windows]
    return {
      product: (kernel: string, bias: string) =>
        graph.op("Gemm", [columns, kernel, bias], { transA: 1 }),
      kernelGradient: (gradient: string) => graph.op("Gemm", [columns, gradient]),
    };
  }
  const columns = unfold(graph, x, windows);
  return {
    product: (kernel: string, bias: string) => graph.op("Gemm", [columns, kernel, bias]),
    kernelGradient: (gradient: string) => graph.op("Gemm", [columns, gradient], { transA: 1 }),
  };
}
