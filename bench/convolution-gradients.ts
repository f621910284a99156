// Algorithms for the gradients of a 3 × 3 convolution of 32 images on one core, in milliseconds. The fastest of many runs counts.
// taskset -c 0 node bench/convolution-gradients.ts
import { GraphBuilder } from "../src/network/onnx/graph-builder.ts";
import {
  type GridConvolution,
  inputGradient,
  kernelGradient,
} from "../src/network/operations/convolution/image-convolution-gradients.ts";
import { fittingGrid, type WindowShape } from "../src/network/operations/windows/window-grid.ts";
import type { Tensor } from "../src/network/runtime/runtime.ts";
import { nodeRuntime } from "../src/node/native-runtime.ts";
import { printTable } from "./peer.ts";

const BATCH = 32;
const RUNS = 30;
const WINDOW: WindowShape = { kernelSize: 3, strides: 1, dilationRate: 1, padding: "same" };
const around = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };
const runtime = await nodeRuntime();

const rows: (string | number)[][] = [];
for (const [channels, height, width] of [
  [16, 100, 80],
  [32, 50, 40],
  [64, 25, 20],
] as const) {
  const input = [height, width, channels];
  const grids = [fittingGrid(input, 0, WINDOW), fittingGrid(input, 1, WINDOW)] as const;
  const image = [BATCH, channels, height, width];
  const kernel = [3, 3, channels, channels];
  const convolution = (name: string): GridConvolution => ({
    input,
    grids,
    groups: 1,
    filters: channels,
    kernel: name,
  });
  const ways = {
    forward: await milliseconds({ image, kernel }, (graph, [x = "", k = ""]) =>
      graph.op("Conv", [x, graph.transpose(k, [3, 2, 0, 1])], around),
    ),
    "input: Conv, kernel turned": await milliseconds(
      { image, kernel },
      (graph, [dy = "", k = ""]) => inputGradient(graph, dy, convolution(k)),
    ),
    "input: ConvTranspose": await milliseconds({ image, kernel }, (graph, [dy = "", k = ""]) =>
      graph.op("ConvTranspose", [dy, graph.transpose(k, [3, 2, 0, 1])], around),
    ),
    "kernel: product of shifted": await milliseconds(
      { image, gradient: image },
      (graph, [x = "", dy = ""]) => kernelGradient(graph, x, dy, convolution("")),
    ),
    "kernel: Conv, axes swapped": await milliseconds(
      { image, gradient: image },
      (graph, [x = "", dy = ""]) => {
        const swapped = [x, dy].map((value) => graph.transpose(value, [1, 0, 2, 3]));
        return graph.op("Conv", swapped, { kernel_shape: [height, width], pads: around.pads });
      },
    ),
  };
  if (rows.length === 0) rows.push(["channels × height × width", ...Object.keys(ways)]);
  rows.push([`${channels} × ${height} × ${width}`, ...Object.values(ways)]);
}
printTable(rows);

async function milliseconds(
  inputs: Readonly<Record<string, readonly number[]>>,
  write: (graph: GraphBuilder, names: readonly string[]) => string,
): Promise<number> {
  const graph = new GraphBuilder();
  const names = Object.entries(inputs).map(([name, dims]) => graph.input(name, dims));
  const sum = graph.total(write(graph, names)); // nothing to copy out
  graph.output("sum", sum, []);
  const session = await runtime.createSession(graph.encode());
  const feeds: Record<string, Tensor> = {};
  for (const [name, dims] of Object.entries(inputs)) {
    const size = dims.reduce((product, dim) => product * dim, 1);
    feeds[name] = { data: Float32Array.from({ length: size }, (_, i) => Math.sin(i)), dims };
  }
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const before = process.cpuUsage();
    await session.run(feeds);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  await session.release();
  return best;
}
