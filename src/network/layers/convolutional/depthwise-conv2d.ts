import type * as v from "valibot";
import { createLayer, layerOptions } from "../../layer.ts";
import { activated } from "../../operations/activation-operation.ts";
import { FINAL_ACTIVATION } from "../activation-options.ts";
import { imageConvolution } from "../../operations/convolution/image-convolution.ts";
import { BIAS, KERNEL_INITIALIZER } from "../kernel-options.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { pairOf } from "../pair.ts";
import { DEPTH_MULTIPLIER, WINDOWS_2D, windowsOf } from "./convolution-options.ts";
import { depthwiseKernel } from "./kernel-sizes.ts";

const OPTIONS = layerOptions({
  ...WINDOWS_2D,
  ...DEPTH_MULTIPLIER,
  ...FINAL_ACTIVATION,
  depthwiseInitializer: KERNEL_INITIALIZER,
  ...BIAS,
});

/** Options of `depthwiseConv2d`, Keras' `DepthwiseConv2D`. */
export type DepthwiseConv2dOptions = v.InferInput<typeof OPTIONS>;

/** A convolution of each channel by itself: `[height, width, channels]` → `[rows, columns, channels · depthMultiplier]`. */
export function depthwiseConv2d(options: DepthwiseConv2dOptions): Layer {
  return createLayer("depthwiseConv2d", OPTIONS, options, (complete) => [
    imageConvolution({
      ...complete,
      kernelName: "kernel",
      kernelInitializer: complete.depthwiseInitializer,
      windows: windowsOf(complete),
      kernelSize: depthwiseKernel(pairOf(complete.kernelSize), complete.depthMultiplier),
    }),
    ...activated(complete.activation),
  ]);
}
