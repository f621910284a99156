import type * as v from "valibot";
import { createLayer, layerOptions } from "../../layer.ts";
import { activated } from "../../operations/activation-operation.ts";
import { FINAL_ACTIVATION } from "../activation-options.ts";
import { imageConvolution } from "../../operations/convolution/image-convolution.ts";
import { KERNEL } from "../kernel-options.ts";
import { sequenceConvolution } from "../../operations/convolution/sequence-convolution.ts";
import { onSequence, POINTWISE } from "../../operations/windows/sequence-as-image.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { FILTERS, GROUPS, WINDOWS_1D } from "./convolution-options.ts";
import { groupedKernel } from "./kernel-sizes.ts";

const OPTIONS = layerOptions({
  ...FILTERS,
  ...WINDOWS_1D,
  ...GROUPS,
  ...FINAL_ACTIVATION,
  ...KERNEL,
});

/** Options of `conv1d`, Keras' `Conv1D`. */
export type Conv1dOptions = v.InferInput<typeof OPTIONS>;

/** A convolution over time: `[time, channels]` → `[frames, filters]`. */
export function conv1d(options: Conv1dOptions): Layer {
  return createLayer("conv1d", OPTIONS, options, (complete) => [
    ...convolution(complete),
    ...activated(complete.activation),
  ]);
}

function convolution(options: v.InferOutput<typeof OPTIONS>) {
  const { filters, groups, kernelSize } = options;
  const kernel = { ...options, kernelName: "kernel" };
  if (groups === 1) return [sequenceConvolution(filters, options, kernel)];
  return onSequence(
    imageConvolution({
      ...kernel,
      windows: [options, POINTWISE],
      kernelSize: groupedKernel([kernelSize], filters, groups),
    }),
  );
}
