import { beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../../math/statistics/random.ts";
import { nodeRuntime, webRuntimeInNode } from "../../../node/native-runtime.ts";
import { GraphBuilder, type GraphPrecision } from "../../onnx/graph-builder.ts";
import type { Runtime, Tensor } from "../../runtime/runtime.ts";
import { fittingGrid, type WindowShape } from "../windows/window-grid.ts";
import { convolveByFourier, fourierIsCheaper } from "./fourier-convolution.ts";
import type { FrameConvolution } from "./frame-convolution.ts";
import { convolveByIm2col } from "./im2col-convolution.ts";

const BATCH = 3;

interface Case extends Partial<WindowShape> {
  readonly time: number;
  /** Frames in another order. */
  readonly order?: readonly number[];
  readonly bias?: boolean;
}

const CASES: readonly Case[] = [
  { time: 11, padding: "same" },
  { time: 12, padding: "same", kernelSize: 4 },
  {
    time: 45,
    padding: "same",
    order: Array.from({ length: 44 }, (_, i) => (i % 11) * 4 + Math.floor(i / 11)),
  },
  { time: 9, padding: "valid", bias: true },
  { time: 9, padding: "causal", bias: true },
  { time: 20, padding: "same", dilationRate: 3 },
  { time: 20, padding: "valid", dilationRate: 2 },
  { time: 3, padding: "same", kernelSize: 7 },
  { time: 1, padding: "same" },
  { time: 6, padding: "valid", kernelSize: 6 },
];

describe.each([
  ["native", nodeRuntime],
  ["web", webRuntimeInNode],
] as const)("on the %s runtime", (_, makeRuntime) => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await makeRuntime();
  });

  test.each(CASES)("Fourier transforms give what windows give: %j", async (one) => {
    const convolution = convolutionOf(one, 16, 24);
    const outputs = await differentiate(runtime, convolution);
    for (const name of ["output", "kernelGradient", "inputGradient"]) {
      const [found, wanted] = [outputs[`${name}0`]!.data, outputs[`${name}1`]!.data];
      expect(found.length).toBe(wanted.length);
      const largest = Math.max(...wanted.map(Math.abs));
      expect(largest).toBeGreaterThan(0.1);
      for (const [i, value] of found.entries()) {
        expect(Math.abs(value - wanted[i]!) / largest).toBeLessThan(2e-6);
      }
    }
  });
});

test("in a graph that computes in float64, they differ by what its float32 outputs round", async () => {
  const convolution = convolutionOf({ time: 11 }, 16, 24);
  const outputs = await differentiate(await nodeRuntime(), convolution, "float64");
  for (const [i, value] of outputs["kernelGradient0"]!.data.entries()) {
    expect(value).toBeCloseTo(outputs["kernelGradient1"]!.data[i]!, 6);
  }
});

test.each([
  ["second of the usual CNN", 45, 64, 128, {}, true],
  ["third of the usual CNN", 11, 128, 256, {}, true],
  ["second of the golden CNN", 12, 20, 20, {}, true],
  ["first of the usual CNN", 180, 1, 64, {}, false],
  ["long sequences", 200, 64, 64, {}, false],
  ["kernels of one element", 11, 128, 256, { kernelSize: 1 }, false],
  ["kernels whose transforms would be large", 180, 512, 512, { kernelSize: 9 }, false],
  ["strides", 11, 128, 256, { strides: 2 }, false],
] as const)(
  "Fourier transforms are taken where they are cheaper: %s",
  (_, time, channels, filters, options, wanted) => {
    const convolution = convolutionOf({ time, padding: "same", ...options }, channels, filters);
    expect(fourierIsCheaper(convolution)).toBe(wanted);
  },
);

function convolutionOf(
  { time, order, bias, ...options }: Case,
  channels: number,
  filters: number,
): FrameConvolution {
  const window = {
    kernelSize: 5,
    strides: 1,
    dilationRate: 1,
    padding: "same",
    ...options,
  } as const;
  const grid = fittingGrid([time, channels], 0, window);
  const frames = order ?? Array.from({ length: grid.count }, (_, i) => i);
  return { time, channels, filters, grid, frames, kernel: "kernel", bias: bias ? ["bias"] : [] };
}

/** Output and gradients of a convolution of random values, by Fourier transforms (0) and by windows (1). */
async function differentiate(
  runtime: Runtime,
  convolution: FrameConvolution,
  precision: GraphPrecision = "float32",
) {
  const { time, channels, filters, grid, frames, bias } = convolution;
  const shapes: Record<string, number[]> = {
    x: [BATCH, time, channels],
    kernel: [grid.kernelSize, channels, filters],
    ...(bias.length > 0 && { bias: [filters] }),
    upper: [BATCH, frames.length, filters],
  };
  const graph = new GraphBuilder(precision);
  const inputs = Object.entries(shapes).map(
    ([name, dims]) => [name, graph.input(name, dims)] as const,
  );
  const { x, kernel, upper, bias: added } = Object.fromEntries(inputs);
  const inGraph = { ...convolution, kernel: kernel!, bias: added === undefined ? [] : [added] };
  for (const [i, convolve] of [convolveByFourier, convolveByIm2col].entries()) {
    const convolved = convolve(graph, x!, inGraph);
    const { kernel: learned, input = "" } = convolved.backward(upper!, true);
    graph.output(`output${i}`, convolved.output, shapes["upper"]!);
    graph.output(`kernelGradient${i}`, learned, shapes["kernel"]!);
    graph.output(`inputGradient${i}`, input, shapes["x"]!);
  }
  const random = new Random(7);
  const feeds = Object.fromEntries(
    Object.entries(shapes).map(([name, dims]): [string, Tensor] => {
      const size = dims.reduce((a, b) => a * b);
      return [
        name,
        { dims, data: Float32Array.from({ length: size }, () => random.uniform() - 0.5) },
      ];
    }),
  );
  const session = await runtime.createSession(graph.encode());
  const outputs = await session.run(feeds);
  await session.release();
  return outputs;
}
