import { AffektError } from "../../../errors.ts";
import { layer, type Layer } from "../../layer.ts";
import { activated } from "../core/activation.ts";
import { type ConvolutionOptions, kernelOptions } from "./convolution-options.ts";
import { convolution2d, type Convolution2dOptions } from "../../operations/convolution2d.ts";
import { checkChoice, checkCounts } from "../../../options/option-checks.ts";
import { type Pair, pairOf, type WindowOptions } from "../../operations/geometry.ts";

/** Options of layers with a kernel that slides over two dimensions. */
export interface Convolution2dLayerOptions extends ConvolutionOptions {
  /** Of height and width; one number for both. */
  readonly kernelSize: Pair;
  /** Default 1. */
  readonly strides?: Pair;
  /** Zeros around the image so that its size stays (divided by the strides), or none; default `valid`. */
  readonly padding?: "valid" | "same";
  /** Places between a kernel's elements; default 1. */
  readonly dilationRate?: Pair;
}

/** Options of `conv2d`, Keras' `Conv2D`. */
export interface Conv2dOptions extends Convolution2dLayerOptions {
  readonly filters: number;
  /** Groups of channels, each with filters of its own; default 1. */
  readonly groups?: number;
}

/** A convolution over two dimensions: `[height, width, channels]` → `[rows, columns, filters]`. */
export function conv2d(options: Conv2dOptions): Layer {
  const { filters, groups = 1 } = options;
  checkCounts("conv2d", { filters, groups });
  return imageLayer("conv2d", options, (field) => groupedKernel(field, filters, groups));
}

/** A layer whose kernel slides over two dimensions; its size follows from its field and the channels. */
export function imageLayer(
  kind: string,
  options: Convolution2dLayerOptions,
  kernelOf: (field: readonly number[]) => Convolution2dOptions["kernelSize"],
): Layer {
  const windows = windowsOf(kind, options);
  const kernelSize = kernelOf(windows.map((window) => window.kernelSize));
  const convolution = convolution2d({ ...kernelOptions(options), kind, windows, kernelSize });
  return layer(kind, options, [convolution, ...activated(options.activation)]);
}

function windowsOf(
  layer: string,
  { kernelSize, strides = 1, dilationRate = 1, padding = "valid" }: Convolution2dLayerOptions,
): [WindowOptions, WindowOptions] {
  checkCounts(layer, { kernelSize, strides, dilationRate });
  checkChoice(layer, "padding", padding, ["valid", "same"]);
  const along = (i: 0 | 1): WindowOptions => ({
    kernelSize: pairOf(kernelSize)[i],
    strides: pairOf(strides)[i],
    dilationRate: pairOf(dilationRate)[i],
    padding,
  });
  return [along(0), along(1)];
}

/** A kernel of `filters` filters over a field, for each of `groups` groups of channels. */
export function groupedKernel(
  field: readonly number[],
  filters: number,
  groups: number,
): Convolution2dOptions["kernelSize"] {
  return (channels) => {
    for (const [what, count] of Object.entries({ channels, filters })) {
      if (count % groups === 0) continue;
      throw new AffektError("invalid-argument", `${groups} groups do not divide ${count} ${what}`);
    }
    return { groups, filters, shape: [...field, channels / groups, filters] };
  };
}
