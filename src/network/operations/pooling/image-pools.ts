import type { Operation } from "../../operation.ts";
import { assertLayout, type TensorSpec } from "../../tensor-spec.ts";
import {
  fittingGrid,
  lengthRule,
  type WindowGrid,
  type WindowShape,
} from "../windows/window-grid.ts";

/** The windows of a pooling along height and width. */
export type Pools = readonly [rows: WindowShape, columns: WindowShape];

/** Output and lengths of a pooling of images. */
export function imagePools(pools: Pools): Pick<Operation, "output" | "lengths"> {
  return {
    output(input) {
      assertLayout(input, "image");
      const counts = gridsOf(input, pools).map(({ count }) => count);
      return { shape: [...counts, input.shape[2]!], layout: "image" };
    },
    lengths: () => lengthRule(pools[0]),
  };
}

/** The places of pools over an image. */
export function gridsOf(
  { shape }: TensorSpec,
  [rows, columns]: Pools,
): readonly [WindowGrid, WindowGrid] {
  return [fittingGrid(shape, 0, rows), fittingGrid(shape, 1, columns)];
}
