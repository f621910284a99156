import * as v from "valibot";
import { withDefault } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import { imageAveragePooling } from "../../operations/pooling/image-average-pooling.ts";
import { imageMaxPooling } from "../../operations/pooling/image-max-pooling.ts";
import type { Pools } from "../../operations/pooling/image-pools.ts";
import type { WindowShape } from "../../operations/windows/window-grid.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { pair, pairOf } from "../pair.ts";
import { POOL_PADDING } from "./pooling-options.ts";

const OPTIONS = layerOptions({
  poolSize: withDefault(pair("height and width of a window"), 2),
  strides: v.optional(pair("places between windows, by default poolSize")),
  padding: withDefault(POOL_PADDING, "valid"),
});

/** Options of `maxPooling2d` and `averagePooling2d`, Keras' `MaxPooling2D` and `AveragePooling2D`. */
export type Pooling2dOptions = v.InferInput<typeof OPTIONS>;

/** The highest value of each window: `[height, width, channels]` → `[rows, columns, channels]`. */
export function maxPooling2d(options: Pooling2dOptions = {}): Layer {
  return createLayer("maxPooling2d", OPTIONS, options, (complete) => [
    imageMaxPooling(poolsOf(complete)),
  ]);
}

/** The mean of each window: `[height, width, channels]` → `[rows, columns, channels]`. */
export function averagePooling2d(options: Pooling2dOptions = {}): Layer {
  return createLayer("averagePooling2d", OPTIONS, options, (complete) => [
    imageAveragePooling(poolsOf(complete)),
  ]);
}

function poolsOf({ poolSize, strides = poolSize, padding }: v.InferOutput<typeof OPTIONS>): Pools {
  const along = (i: 0 | 1): WindowShape => ({
    kernelSize: pairOf(poolSize)[i],
    strides: pairOf(strides)[i],
    dilationRate: 1,
    padding,
  });
  return [along(0), along(1)];
}
