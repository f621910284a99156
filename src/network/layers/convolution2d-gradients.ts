import type { GraphBuilder } from "../graph-builder.ts";
import type { Shape } from "../shape.ts";
import { extentOf, restBehind, windowAttributes, type WindowGrid } from "./geometry.ts";

/** A convolution over two dimensions within a graph. */
export interface Convolution {
  readonly input: Shape;
  /** Along height and width. */
  readonly grids: readonly [WindowGrid, WindowGrid];
  readonly groups: number;
  readonly filters: number;
  /** [height, width, channels / groups, filters]. */
  readonly kernel: string;
}

/** The gradient of the input: the output's, convolved with the kernel turned round, or with strides a transposed convolution. */
export function inputGradient(
  graph: GraphBuilder,
  gradient: string,
  { input, grids, groups, filters, kernel }: Convolution,
): string {
  const attributes = {
    ...windowAttributes(grids),
    dilations: grids.map(({ dilationRate }) => dilationRate),
    group: groups,
  };
  if (grids.some(({ strides }) => strides > 1)) {
    return graph.op("ConvTranspose", [gradient, graph.transpose(kernel, [3, 2, 0, 1])], {
      ...attributes,
      output_padding: restBehind(input, grids),
    });
  }
  const [height = 0, width = 0] = attributes.kernel_shape;
  const [, , channels = 0] = input;
  const inGroups = graph.reshape(kernel, [
    height,
    width,
    channels / groups,
    groups,
    filters / groups,
  ]);
  const sides = graph.transpose(inGroups, [3, 2, 4, 0, 1]);
  const flat = graph.reshape(sides, [channels, filters / groups, height, width]);
  const turned = reverse(graph, reverse(graph, flat, 2, height), 3, width);
  const before = grids.map((grid) => extentOf(grid) - 1 - grid.before);
  const after = grids.map((grid, i) => input[i]! - grid.count + extentOf(grid) - 1 - before[i]!);
  return graph.op("Conv", [gradient, turned], { ...attributes, pads: [...before, ...after] });
}

function reverse(graph: GraphBuilder, x: string, axis: number, size: number): string {
  if (size === 1) return x;
  const backwards = Array.from({ length: size }, (_, i) => size - 1 - i);
  return graph.op("Gather", [x, graph.integers(backwards)], { axis });
}

/**
 * The gradient of the kernel: for each of its elements the product of the output's gradient with the input shifted by it.
 * The gradient shifted by rows and the input shifted by columns give all of them in one matrix product an image; with strides
 * along the height, and where the input has few channels, it is the input that is shifted both ways.
 */
export function kernelGradient(
  graph: GraphBuilder,
  x: string,
  gradient: string,
  { input, grids: [rows, columns], groups, filters }: Convolution,
): string {
  const [height = 0, width = 0, channels = 0] = input;
  const size = [height, width] as const;
  const wholeHeight: Cut = { from: 0, count: height, step: 1 };
  const down = cutsOf(rows);
  const across = cutsOf(columns);
  const parts = across.length * channels + down.length * filters;
  const shiftsGradient = rows.strides === 1 && parts < down.length * across.length * channels;
  const [shifted, gradients, places] = shiftsGradient
    ? [
        across.map((column) => cut(graph, x, size, [wholeHeight, column])),
        down.map(({ from }) =>
          cut(
            graph,
            gradient,
            [rows.count, columns.count],
            [
              { ...wholeHeight, from: -from },
              { from: 0, count: columns.count, step: 1 },
            ],
          ),
        ),
        height * columns.count,
      ]
    : [
        down.flatMap((row) => across.map((column) => cut(graph, x, size, [row, column]))),
        [gradient],
        rows.count * columns.count,
      ];
  const left = stack(graph, gradients, [groups, filters / groups, places]);
  const right = stack(graph, shifted, [groups, channels / groups, places]);
  const turned = graph.transpose(right, groups === 1 ? [0, 2, 1] : [0, 1, 3, 2]);
  const product = graph.sum(graph.op("MatMul", [left, turned]), [0]);
  const elements = [gradients.length, filters / groups, shifted.length, channels / groups];
  return graph.transpose(graph.reshape(product, [groups, ...elements]), [1, 3, 4, 0, 2]);
}

/** Places along a dimension: from + i · step for i below count, zeros where that is outside. */
interface Cut {
  readonly from: number;
  readonly count: number;
  readonly step: number;
}

/** What each element of a kernel sees along a dimension. */
function cutsOf({ kernelSize, dilationRate, before, count, strides }: WindowGrid): Cut[] {
  return Array.from({ length: kernelSize }, (_, k) => ({
    from: k * dilationRate - before,
    count,
    step: strides,
  }));
}

function cut(
  graph: GraphBuilder,
  x: string,
  size: readonly [number, number],
  cuts: readonly [Cut, Cut],
): string {
  const before = cuts.map(({ from }) => -from);
  const after = cuts.map(({ from, count, step }, i) => from + (count - 1) * step + 1 - size[i]!);
  const pads = [0, 0, ...before, 0, 0, ...after];
  const whole = pads.every((pad) => pad === 0) ? x : graph.op("Pad", [x, graph.integers(pads)]);
  const steps = cuts.map(({ step }) => step);
  if (steps.every((step) => step === 1)) return whole;
  const ends = cuts.map(({ count, step }) => (count - 1) * step + 1);
  const inputs = [[0, 0], ends, [2, 3], steps].map((values) => graph.integers(values));
  return graph.op("Slice", [whole, ...inputs]);
}

/** Images one behind the other within each group: [batch, groups, parts · channels, places], without the groups' dimension where there is one. */
function stack(
  graph: GraphBuilder,
  parts: readonly string[],
  [groups, channels, places]: readonly [number, number, number],
): string {
  const dims = groups === 1 ? [-1] : [-1, groups];
  const flat = parts.map((part) => graph.reshape(part, [...dims, channels, places]));
  return flat.length === 1 ? flat[0]! : graph.op("Concat", flat, { axis: dims.length });
}
