import { layer, type Layer } from "../../layer.ts";
import { averagePooling } from "../../operations/average-pooling.ts";
import { checkChoice, checkCounts } from "../../../options/option-checks.ts";
import { type Pair, pairOf, type WindowOptions } from "../../operations/geometry.ts";
import { maxPooling } from "../../operations/max-pooling.ts";
import type { PoolingOptions } from "./pooling.ts";

/** The highest value of each window: `[height, width, channels]` → `[rows, columns, channels]`, Keras' `MaxPooling2D`. */
export function maxPooling2d(poolSize: Pair = 2, options: PoolingOptions<Pair> = {}): Layer {
  const windows = windowsOf("maxPooling2d", poolSize, options);
  return layer("maxPooling2d", options, [maxPooling("maxPooling2d", windows)]);
}

/** The mean of each window: `[height, width, channels]` → `[rows, columns, channels]`, Keras' `AveragePooling2D`. */
export function averagePooling2d(poolSize: Pair = 2, options: PoolingOptions<Pair> = {}): Layer {
  const windows = windowsOf("averagePooling2d", poolSize, options);
  return layer("averagePooling2d", options, [averagePooling("averagePooling2d", windows)]);
}

function windowsOf(
  layer: string,
  poolSize: Pair,
  { strides = poolSize, padding = "valid" }: PoolingOptions<Pair>,
): [WindowOptions, WindowOptions] {
  checkCounts(layer, { poolSize, strides });
  checkChoice(layer, "padding", padding, ["valid", "same"]);
  const along = (i: 0 | 1): WindowOptions => ({
    kernelSize: pairOf(poolSize)[i],
    strides: pairOf(strides)[i],
    dilationRate: 1,
    padding,
  });
  return [along(0), along(1)];
}
