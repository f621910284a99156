import type { Layer } from "../../layer.ts";
import { type Convolution2dLayerOptions, imageLayer } from "./conv2d.ts";
import type { Convolution2dOptions } from "../../operations/convolution2d.ts";
import { checkCounts } from "../../../options/option-checks.ts";

/** Options of `depthwiseConv2d`, Keras' `DepthwiseConv2D`; the initialisers are those of its depthwise kernel and bias. */
export interface DepthwiseConv2dOptions extends Convolution2dLayerOptions {
  /** Filters for each channel; default 1. */
  readonly depthMultiplier?: number;
}

/** A convolution of each channel by itself: `[height, width, channels]` → `[rows, columns, channels · depthMultiplier]`. */
export function depthwiseConv2d(options: DepthwiseConv2dOptions): Layer {
  const { depthMultiplier = 1 } = options;
  checkCounts("depthwiseConv2d", { depthMultiplier });
  return imageLayer("depthwiseConv2d", options, (field) => depthwiseKernel(field, depthMultiplier));
}

/** A kernel of `depthMultiplier` filters over a field for each channel. */
export function depthwiseKernel(
  field: readonly number[],
  depthMultiplier: number,
): Convolution2dOptions["kernelSize"] {
  return (channels) => ({
    groups: channels,
    filters: channels * depthMultiplier,
    shape: [...field, channels, depthMultiplier],
  });
}
