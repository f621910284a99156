import type { Operation } from "../../operation.ts";
import { assertLayout } from "../../tensor-spec.ts";
import { reshapeTo } from "../reshape-operation.ts";
import type { WindowShape } from "./window-grid.ts";

/** Windows of one element, such as those along the width of an image of one column. */
export const POINTWISE: WindowShape = {
  kernelSize: 1,
  strides: 1,
  dilationRate: 1,
  padding: "valid",
};

/** An operation on images, applied to sequences [time, channels] as images of one column. */
export function onSequence(imageOperation: Operation): Operation[] {
  const asImage = reshapeTo((input) => {
    assertLayout(input, "sequence");
    return { shape: input.shape.toSpliced(1, 0, 1), layout: "image" };
  });
  const fromImage = reshapeTo(({ shape }) => ({
    shape: shape.toSpliced(1, 1),
    layout: "sequence",
  }));
  return [asImage, imageOperation, fromImage];
}
