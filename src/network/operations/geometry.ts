import { AffektError } from "../../errors.ts";
import { formatShape, type Shape } from "../shape.ts";
import type { WindowRule } from "../graphs/padding.ts";

/** Zeros around the input: so many that the stride alone shortens it (`same`), the same all before it (`causal`), or none (`valid`). */
export type PaddingMode = "valid" | "same" | "causal";

/** Windows along one dimension, with Keras' words. */
export interface WindowOptions {
  readonly kernelSize: number;
  readonly strides: number;
  readonly dilationRate: number;
  readonly padding: PaddingMode;
}

/** Where windows lie along a dimension: element k of window i at i · strides + k · dilationRate - before. */
export interface WindowGrid extends WindowOptions {
  /** How many windows there are. */
  readonly count: number;
  /** Zeros before and after the dimension. */
  readonly before: number;
  readonly after: number;
}

/** The windows along a dimension of `size`, as Keras and TensorFlow lay them; `count` is below 1 where none fits. */
function gridAlong(size: number, options: WindowOptions): WindowGrid {
  const { strides, padding } = options;
  const extent = extentOf(options);
  if (padding === "valid") {
    return { ...options, count: Math.floor((size - extent) / strides) + 1, before: 0, after: 0 };
  }
  const count = Math.ceil(size / strides);
  if (padding === "causal") return { ...options, count, before: extent - 1, after: 0 };
  const zeros = Math.max((count - 1) * strides + extent - size, 0);
  return { ...options, count, before: zeros >> 1, after: zeros - (zeros >> 1) };
}

/** The same, refusing an input into which no window fits. Errors: `invalid-argument`. */
export function fittingGrid(input: Shape, dimension: number, options: WindowOptions): WindowGrid {
  const windows = gridAlong(input[dimension]!, options);
  if (windows.count < 1) {
    throw new AffektError(
      "invalid-argument",
      `a window of ${extentOf(options)} does not fit into ${formatShape(input)} without padding`,
    );
  }
  return windows;
}

/** How windows shorten sequences. */
export function lengthRule(options: WindowOptions): WindowRule {
  const { padding, strides } = options;
  return { size: padding === "valid" ? extentOf(options) : 1, strides };
}

/** From a window's first element to its last. */
export function extentOf({ kernelSize, dilationRate }: WindowOptions): number {
  return (kernelSize - 1) * dilationRate + 1;
}

/** One number for height and width, or one each. */
export type Pair = number | readonly [number, number];

/** The numbers for height and width. */
export function pairOf(pair: Pair): readonly [number, number] {
  return typeof pair === "number" ? [pair, pair] : pair;
}

/** The attributes of ONNX' operators that say where windows lie over two dimensions. */
export function windowAttributes(grids: readonly [WindowGrid, WindowGrid]) {
  return {
    kernel_shape: grids.map(({ kernelSize }) => kernelSize),
    strides: grids.map(({ strides }) => strides),
    pads: [...grids.map(({ before }) => before), ...grids.map(({ after }) => after)],
  };
}

/** What is left of each dimension behind the last window, ONNX' `output_padding` of the way back. */
export function restBehind(input: Shape, grids: readonly [WindowGrid, WindowGrid]): number[] {
  return grids.map((grid, i) => {
    const { count, strides, before, after } = grid;
    return input[i]! + before + after - (count - 1) * strides - extentOf(grid);
  });
}
