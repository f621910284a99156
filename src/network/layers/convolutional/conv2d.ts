import type * as v from "valibot";
import { createLayer, layerOptions } from "../../layer.ts";
import { activated } from "../../operations/activation-operation.ts";
import { FINAL_ACTIVATION } from "../activation-options.ts";
import { imageConvolution } from "../../operations/convolution/image-convolution.ts";
import { KERNEL } from "../kernel-options.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { pairOf } from "../pair.ts";
import { FILTERS, GROUPS, WINDOWS_2D, windowsOf } from "./convolution-options.ts";
import { groupedKernel } from "./kernel-sizes.ts";

const OPTIONS = layerOptions({
  ...FILTERS,
  ...WINDOWS_2D,
  ...GROUPS,
  ...FINAL_ACTIVATION,
  ...KERNEL,
});

/** Options of `conv2d`, Keras' `Conv2D`. */
export type Conv2dOptions = v.InferInput<typeof OPTIONS>;

/** A convolution over images: `[height, width, channels]` → `[rows, columns, filters]`. */
export function conv2d(options: Conv2dOptions): Layer {
  return createLayer("conv2d", OPTIONS, options, (complete) => [
    imageConvolution({
      ...complete,
      kernelName: "kernel",
      windows: windowsOf(complete),
      kernelSize: groupedKernel(pairOf(complete.kernelSize), complete.filters, complete.groups),
    }),
    ...activated(complete.activation),
  ]);
}
