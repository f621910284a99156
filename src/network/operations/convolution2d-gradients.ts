import type { GraphBuilder } from "../onnx/graph-builder.ts";
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
 * The gradient of the kernel [height, width, channels / groups, filters]: for each of its elements the product of the output's gradient
 * with the input shifted by it. The gradient, shifted by each row of the kernel and stacked, is multiplied with the input shifted by
 * one column after the other; with strides, and where the input has few channels, it is the input that is shifted by both and stacked.
 */
export function kernelGradient(
  graph: GraphBuilder,
  x: string,
  gradient: string,
  convolution: Convolution,
): string {
  const { input, grids, groups, filters } = convolution;
  const [rows, columns] = grids;
  const [height = 0, , channels = 0] = input;
  const copies = 2 * rows.kernelSize * filters + columns.kernelSize * channels;
  const shiftsGradient =
    grids.every(({ strides }) => strides === 1) &&
    copies < 2 * rows.kernelSize * columns.kernelSize * channels;
  const gradients = shiftsGradient ? shiftedByRows(graph, gradient, convolution) : [gradient];
  const inputs = shiftsGradient
    ? shiftedByColumns(graph, x, convolution).map((one) => [one])
    : [seenByElements(graph, x, convolution)];
  const places = (shiftsGradient ? height : rows.count) * columns.count;
  const left = stack(graph, gradients, [groups, filters / groups, places]);
  const products = inputs.map((parts) => {
    const right = stack(graph, parts, [groups, channels / groups, places]);
    const turned = graph.transpose(right, groups === 1 ? [0, 2, 1] : [0, 1, 3, 2]);
    const product = graph.sum(graph.op("MatMul", [left, turned]), [0]);
    const elements = [gradients.length, filters / groups, parts.length, channels / groups];
    return graph.reshape(product, [groups, ...elements]);
  });
  return graph.transpose(concat(graph, products, 3), [1, 3, 4, 0, 2]);
}

/** The output's gradient moved down to the rows of the input that each row of the kernel saw: [batch, filters, height, columns]. */
function shiftedByRows(
  graph: GraphBuilder,
  gradient: string,
  { input, grids }: Convolution,
): string[] {
  const [{ kernelSize, dilationRate, before, count }] = grids;
  return Array.from({ length: kernelSize }, (_, k) => {
    const above = k * dilationRate - before;
    return pad(graph, gradient, [above, 0, input[0]! - count - above, 0]);
  });
}

/** The input moved left to what each column of the kernel saw: [batch, channels, height, columns]. */
function shiftedByColumns(graph: GraphBuilder, x: string, { input, grids }: Convolution): string[] {
  const [, { kernelSize, dilationRate, before, count }] = grids;
  return Array.from({ length: kernelSize }, (_, k) => {
    const left = before - k * dilationRate;
    return pad(graph, x, [0, left, 0, count - input[1]! - left]);
  });
}

/** What each element of the kernel saw of the input: [batch, channels, rows, columns]. */
function seenByElements(graph: GraphBuilder, x: string, { grids }: Convolution): string[] {
  const [rows, columns] = grids;
  const padded = pad(graph, x, windowAttributes(grids).pads);
  return Array.from({ length: rows.kernelSize * columns.kernelSize }, (_, element) => {
    const down = Math.floor(element / columns.kernelSize) * rows.dilationRate;
    const across = (element % columns.kernelSize) * columns.dilationRate;
    const starts = [down, across];
    const ends = grids.map(({ count, strides }, i) => starts[i]! + (count - 1) * strides + 1);
    const steps = grids.map(({ strides }) => strides);
    return graph.op("Slice", [
      padded,
      ...[starts, ends, [2, 3], steps].map((list) => graph.integers(list)),
    ]);
  });
}

/** Zeros above, to the left, below and to the right of images; below 0: so many rows or columns less. */
function pad(
  graph: GraphBuilder,
  x: string,
  [above, left, below, right]: readonly number[],
): string {
  const pads = [0, 0, above!, left!, 0, 0, below!, right!];
  return pads.every((count) => count === 0) ? x : graph.op("Pad", [x, graph.integers(pads)]);
}

/** Images one behind the other within each group: [batch, groups, parts · channels, places], without the groups' dimension where there is one. */
function stack(
  graph: GraphBuilder,
  parts: readonly string[],
  [groups, channels, places]: readonly [number, number, number],
): string {
  const dims = groups === 1 ? [-1] : [-1, groups];
  const flat = parts.map((part) => graph.reshape(part, [...dims, channels, places]));
  return concat(graph, flat, dims.length);
}

function concat(graph: GraphBuilder, parts: readonly string[], axis: number): string {
  return parts.length === 1 ? parts[0]! : graph.op("Concat", parts, { axis });
}
