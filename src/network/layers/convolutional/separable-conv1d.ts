import { glorotUniform, type Initializer } from "../../initializers.ts";
import { layer, type Layer } from "../../layer.ts";
import { activated } from "../core/activation.ts";
import { type Convolution1dLayerOptions, windowOf } from "./conv1d.ts";
import { kernelOptions } from "./convolution-options.ts";
import { convolution1d } from "../../operations/convolution1d.ts";
import { convolution2d } from "../../operations/convolution2d.ts";
import { checkCounts } from "../../../options/option-checks.ts";
import { depthwiseKernel } from "./depthwise-conv2d.ts";
import { NO_WIDTH, overTime } from "../../operations/over-time.ts";

/** Options of `separableConv1d`, Keras' `SeparableConv1D`. */
export interface SeparableConv1dOptions extends Omit<
  Convolution1dLayerOptions,
  "kernelInitializer"
> {
  /** Filters for each channel in the first step; default 1. */
  readonly depthMultiplier?: number;
  /** Default: Glorot uniform. */
  readonly depthwiseInitializer?: Initializer;
  /** Default: Glorot uniform. */
  readonly pointwiseInitializer?: Initializer;
}

/** A convolution over time of each channel by itself, then of all channels of each step: `[time, channels]` → `[steps, filters]`. */
export function separableConv1d(options: SeparableConv1dOptions): Layer {
  const {
    filters,
    depthMultiplier = 1,
    depthwiseInitializer = glorotUniform(),
    pointwiseInitializer = glorotUniform(),
  } = options;
  checkCounts("separableConv1d", { filters, depthMultiplier });
  const window = windowOf("separableConv1d", options);
  const depthwise = convolution2d({
    ...kernelOptions({ useBias: false, kernelInitializer: depthwiseInitializer }),
    kernelName: "depthwiseKernel",
    kind: "separableConv1d",
    windows: [window, NO_WIDTH],
    kernelSize: depthwiseKernel([window.kernelSize], depthMultiplier),
  });
  const pointwise = convolution1d(filters, NO_WIDTH, {
    ...kernelOptions({ ...options, kernelInitializer: pointwiseInitializer }),
    kernelName: "pointwiseKernel",
  });
  return layer("separableConv1d", options, [
    ...overTime(depthwise),
    pointwise,
    ...activated(options.activation),
  ]);
}
