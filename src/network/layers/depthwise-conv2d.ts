import { layer, type Layer } from "../layer.ts";
import { activated } from "./activation.ts";
import { type Convolution2dLayerOptions, windowsOf } from "./conv2d.ts";
import { kernelOptions } from "./convolution-options.ts";
import { convolution2d, type KernelSize } from "./convolution2d.ts";
import { checkCounts } from "./counts.ts";

/** Options of `depthwiseConv2d`, Keras' `DepthwiseConv2D`; the initialisers are those of its depthwise kernel and bias. */
export interface DepthwiseConv2dOptions extends Convolution2dLayerOptions {
  /** Filters for each channel; default 1. */
  readonly depthMultiplier?: number;
}

/** A convolution of each channel by itself: `[height, width, channels]` → `[rows, columns, channels · depthMultiplier]`. */
export function depthwiseConv2d(options: DepthwiseConv2dOptions): Layer {
  const { depthMultiplier = 1 } = options;
  checkCounts("depthwiseConv2d", { depthMultiplier });
  const windows = windowsOf("depthwiseConv2d", options);
  const field = windows.map(({ kernelSize }) => kernelSize);
  const convolution = convolution2d({
    ...kernelOptions(options),
    kind: "depthwiseConv2d",
    windows,
    kernelSize: depthwiseKernel(field, depthMultiplier),
  });
  return layer("depthwiseConv2d", options, [convolution, ...activated(options.activation)]);
}

/** A kernel of `depthMultiplier` filters over a field for each channel. */
export function depthwiseKernel(
  field: readonly number[],
  depthMultiplier: number,
): (channels: number) => KernelSize {
  return (channels) => ({
    groups: channels,
    filters: channels * depthMultiplier,
    shape: [...field, channels, depthMultiplier],
  });
}
