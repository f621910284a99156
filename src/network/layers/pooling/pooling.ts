import type { LayerOptions } from "../../layer.ts";
import type { Shape } from "../../shape.ts";
import {
  fittingGrid,
  lengthRule,
  type WindowGrid,
  type WindowOptions,
} from "../../operations/geometry.ts";
import { checkRank } from "../rank.ts";

/** Options of pooling layers over windows, with Keras' defaults. */
export interface PoolingOptions<Size> extends LayerOptions {
  /** Default: the pool size. */
  readonly strides?: Size;
  /** Zeros around the input, which do not count, so that its size stays (divided by the strides), or none; default `valid`. */
  readonly padding?: "valid" | "same";
}

/** What poolings of [height, width, channels] have in common: shapes and lengths. */
export function poolingShapes([rows, columns]: readonly [WindowOptions, WindowOptions]) {
  return {
    outputShape: (input: Shape): Shape => {
      checkRank(input, ["height", "width", "channels"]);
      return [fittingGrid(input, 0, rows).count, fittingGrid(input, 1, columns).count, input[2]!];
    },
    lengths: () => lengthRule(rows),
    gridsOf: (input: Shape): [WindowGrid, WindowGrid] => [
      fittingGrid(input, 0, rows),
      fittingGrid(input, 1, columns),
    ],
  };
}
