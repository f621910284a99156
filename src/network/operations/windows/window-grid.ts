import { AffektError } from "../../../errors.ts";
import { formatShape, type Shape } from "../../shape.ts";
import type { WindowRule } from "../padding.ts";

/** Zeros around the input: none (`valid`), enough that only the stride shortens it (`same`), or the same all before it (`causal`). */
export type PaddingMode = "valid" | "same" | "causal";

/** Windows along one dimension, by Keras' names. */
export interface WindowShape {
  readonly kernelSize: number;
  readonly strides: number;
  readonly dilationRate: number;
  readonly padding: PaddingMode;
}

/** The places of windows along a dimension: element k of window i is at i · strides + k · dilationRate - before. */
export interface WindowGrid extends WindowShape {
  /** Number of windows. */
  readonly count: number;
  /** Zeros before and after the dimension. */
  readonly before: number;
  readonly after: number;
}

/** The windows along a dimension of `size`, as Keras and TensorFlow place them. `count` is below 1 where none fits. */
function gridAlong(size: number, options: WindowShape): WindowGrid {
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

/**
 * The windows along a dimension of the input.
 * @throws {AffektError} `invalid-argument` when no window fits.
 */
export function fittingGrid(input: Shape, dimension: number, options: WindowShape): WindowGrid {
  const windows = gridAlong(input[dimension]!, options);
  if (windows.count < 1) {
    throw new AffektError(
      "invalid-argument",
      `a window of ${extentOf(options)} does not fit into ${formatShape(input)} without padding`,
    );
  }
  return windows;
}

/** The effect of windows on the lengths of sequences. */
export function lengthRule(options: WindowShape): WindowRule {
  const { padding, strides } = options;
  return { size: padding === "valid" ? extentOf(options) : 1, strides };
}

/** Length of a window from its first element to its last. */
export function extentOf({ kernelSize, dilationRate }: WindowShape): number {
  return (kernelSize - 1) * dilationRate + 1;
}

/** The attributes of ONNX' operators for windows over two dimensions. */
export function windowAttributes(grids: readonly [WindowGrid, WindowGrid]) {
  return {
    kernel_shape: grids.map(({ kernelSize }) => kernelSize),
    strides: grids.map(({ strides }) => strides),
    pads: [...grids.map(({ before }) => before), ...grids.map(({ after }) => after)],
  };
}

/** The rest of each dimension behind the last window: ONNX' `output_padding` of the transposed convolution. */
export function restBehind(input: Shape, grids: readonly [WindowGrid, WindowGrid]): number[] {
  return grids.map((grid, i) => {
    const { count, strides, before, after } = grid;
    return input[i]! + before + after - (count - 1) * strides - extentOf(grid);
  });
}
