import { layer, type Layer } from "../../layer.ts";
import { activated } from "../core/activation.ts";
import { groupedKernel } from "./conv2d.ts";
import { type ConvolutionOptions, kernelOptions } from "./convolution-options.ts";
import { convolution1d } from "../../operations/convolution1d.ts";
import { convolution2d } from "../../operations/convolution2d.ts";
import { checkChoice, checkCounts } from "../../../options/option-checks.ts";
import type { WindowOptions } from "../../operations/geometry.ts";
import { NO_WIDTH, overTime } from "../../operations/over-time.ts";

/** Options of layers with a kernel that slides over time. */
export interface Convolution1dLayerOptions extends ConvolutionOptions {
  readonly filters: number;
  readonly kernelSize: number;
  /** Default 1. */
  readonly strides?: number;
  /** Zeros around the sequence so that its length stays (divided by the stride), all of them before it (`causal`), or none; default `valid`. */
  readonly padding?: "valid" | "same" | "causal";
  /** Steps between a kernel's elements; default 1. */
  readonly dilationRate?: number;
}

/** Options of `conv1d`, Keras' `Conv1D`. */
export interface Conv1dOptions extends Convolution1dLayerOptions {
  /** Groups of channels, each with filters of its own; default 1. */
  readonly groups?: number;
}

/** A convolution over time: `[time, channels]` → `[steps, filters]`. */
export function conv1d(options: Conv1dOptions): Layer {
  const { filters, groups = 1 } = options;
  checkCounts("conv1d", { filters, groups });
  const window = windowOf("conv1d", options);
  const kernel = kernelOptions(options);
  const operations =
    groups === 1
      ? [convolution1d(filters, window, kernel)]
      : overTime(
          convolution2d({
            ...kernel,
            kind: "conv1d",
            windows: [window, NO_WIDTH],
            kernelSize: groupedKernel([window.kernelSize], filters, groups),
          }),
        );
  return layer("conv1d", options, [...operations, ...activated(options.activation)]);
}

/** The window that options describe. Errors: `invalid-argument` with the layer's name. */
export function windowOf(
  layer: string,
  { kernelSize, strides = 1, dilationRate = 1, padding = "valid" }: Convolution1dLayerOptions,
): WindowOptions {
  checkCounts(layer, { kernelSize, strides, dilationRate });
  checkChoice(layer, "padding", padding, ["valid", "same", "causal"]);
  return { kernelSize, strides, dilationRate, padding };
}
