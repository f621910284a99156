import type * as v from "valibot";
import { createLayer, layerOptions } from "../../layer.ts";
import { activated } from "../../operations/activation-operation.ts";
import { FINAL_ACTIVATION } from "../activation-options.ts";
import { imageConvolution } from "../../operations/convolution/image-convolution.ts";
import { BIAS, KERNEL_INITIALIZER } from "../kernel-options.ts";
import { sequenceConvolution } from "../../operations/convolution/sequence-convolution.ts";
import { onSequence, POINTWISE } from "../../operations/windows/sequence-as-image.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { DEPTH_MULTIPLIER, FILTERS, WINDOWS_1D } from "./convolution-options.ts";
import { depthwiseKernel } from "./kernel-sizes.ts";

const OPTIONS = layerOptions({
  ...FILTERS,
  ...WINDOWS_1D,
  ...DEPTH_MULTIPLIER,
  ...FINAL_ACTIVATION,
  depthwiseInitializer: KERNEL_INITIALIZER,
  pointwiseInitializer: KERNEL_INITIALIZER,
  ...BIAS,
});

/** Options of `separableConv1d`, Keras' `SeparableConv1D`. */
export type SeparableConv1dOptions = v.InferInput<typeof OPTIONS>;

/** A convolution over time of each channel by itself, then of all channels of each frame: `[time, channels]` → `[frames, filters]`. */
export function separableConv1d(options: SeparableConv1dOptions): Layer {
  return createLayer("separableConv1d", OPTIONS, options, (complete) => {
    const depthwise = imageConvolution({
      ...complete,
      useBias: false,
      kernelName: "depthwiseKernel",
      kernelInitializer: complete.depthwiseInitializer,
      windows: [complete, POINTWISE],
      kernelSize: depthwiseKernel([complete.kernelSize], complete.depthMultiplier),
    });
    const pointwise = sequenceConvolution(complete.filters, POINTWISE, {
      ...complete,
      kernelName: "pointwiseKernel",
      kernelInitializer: complete.pointwiseInitializer,
    });
    return [...onSequence(depthwise), pointwise, ...activated(complete.activation)];
  });
}
