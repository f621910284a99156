import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import type { Shape } from "../../shape.ts";
import { extentOf, restBehind, windowAttributes, type WindowGrid } from "../windows/window-grid.ts";

/** A convolution of images in a graph, channels first. */
export interface GridConvolution {
  /** [height, width, channels]. */
  readonly input: Shape;
  /** Along height and width. */
  readonly grids: readonly [WindowGrid, WindowGrid];
  readonly groups: number;
  readonly filters: number;
  /** [height, width, channels / groups, filters]. */
  readonly kernel: string;
}

/** The gradient of the input: that of the output, convolved with the flipped kernel. With strides it is a transposed convolution. */
export function inputGradient(
  graph: GraphBuilder,
  gradient: string,
  { input, grids, groups, filters, kernel }: GridConvolution,
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
 * The gradient of the kernel [height, width, channels / groups, filters]: for each element of the kernel, the product of the output's
 * gradient with the input shifted by that element. The gradient, shifted by each row of the kernel and stacked, is multiplied by the input
 * shifted by one column after the other. With strides, and where the input has few channels, the input is shifted by both and stacked.
 */
export function kernelGradient(
  graph: GraphBuilder,
  x: string,
  gradient: string,
  convolution: GridConvolution,
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
    : [partsUnderElements(graph, x, convolution)];
  const places = (shiftsGradient ? height : rows.count) * columns.count;
  const left = stack(graph, gradients, [groups, filters / groups, places]);
  const products = inputs.map((parts) => {
    const right = stack(graph, parts, [groups, channels / groups, places]);
    const turned = graph.transpose(right, groups === 1 ? [0, 2, 1] : [0, 1, 3, 2]);
    const product = graph.sum(graph.op("MatMul", [left, turned]), [0]);
    const elements = [gradients.length, filters / groups, parts.length, channels / groups];
    return graph.reshape(product, [groups, ...elements]);
  });
  return graph.transpose(graph.concat(products, 3), [1, 3, 4, 0, 2]);
}

/** The output's gradient, moved down to the rows of the input under each row of the kernel: [batch, filters, height, columns]. */
function shiftedByRows(
  graph: GraphBuilder,
  gradient: string,
  { input, grids }: GridConvolution,
): string[] {
  const [{ kernelSize, dilationRate, before, count }] = grids;
  return Array.from({ length: kernelSize }, (_, k) => {
    const above = k * dilationRate - before;
    return pad(graph, gradient, [above, 0, input[0]! - count - above, 0]);
  });
}

/** The input, moved left to what is under each column of the kernel: [batch, channels, height, columns]. */
function shiftedByColumns(
  graph: GraphBuilder,
  x: string,
  { input, grids }: GridConvolution,
): string[] {
  const [, { kernelSize, dilationRate, before, count }] = grids;
  return Array.from({ length: kernelSize }, (_, k) => {
    const left = before - k * dilationRate;
    return pad(graph, x, [0, left, 0, count - input[1]! - left]);
  });
}

/** The part of the input under each element of the kernel: [batch, channels, rows, columns]. */
function partsUnderElements(graph: GraphBuilder, x: string, { grids }: GridConvolution): string[] {
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

/** Zeros above, to the left, below and to the right of images. Negative numbers cut rows or columns off. */
function pad(
  graph: GraphBuilder,
  x: string,
  [above, left, below, right]: readonly number[],
): string {
  const pads = [0, 0, above!, left!, 0, 0, below!, right!];
  return pads.every((count) => count === 0) ? x : graph.op("Pad", [x, graph.integers(pads)]);
}

/** Images stacked within each group: [batch, groups, parts · channels, places], without the dimension of groups if there is one. */
function stack(
  graph: GraphBuilder,
  parts: readonly string[],
  [groups, channels, places]: readonly [number, number, number],
): string {
  const dims = groups === 1 ? [-1] : [-1, groups];
  const flat = parts.map((part) => graph.reshape(part, [...dims, channels, places]));
  return graph.concat(flat, dims.length);
}
