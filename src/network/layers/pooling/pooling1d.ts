import * as v from "valibot";
import { integer, withDefault } from "../../../options/schema.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import { disjointMaxPooling } from "../../operations/pooling/disjoint-max-pooling.ts";
import { imageAveragePooling } from "../../operations/pooling/image-average-pooling.ts";
import { imageMaxPooling } from "../../operations/pooling/image-max-pooling.ts";
import type { Pools } from "../../operations/pooling/image-pools.ts";
import { onSequence, POINTWISE } from "../../operations/windows/sequence-as-image.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { POOL_PADDING } from "./pooling-options.ts";

const OPTIONS = layerOptions({
  poolSize: withDefault(integer({ text: "frames of a window", min: 1 }), 2),
  strides: v.optional(integer({ text: "frames between windows, by default poolSize", min: 1 })),
  padding: withDefault(POOL_PADDING, "valid"),
});

/** Options of `maxPooling1d` and `averagePooling1d`, Keras' `MaxPooling1D` and `AveragePooling1D`. */
export type Pooling1dOptions = v.InferInput<typeof OPTIONS>;

/** The highest value of each window over time: `[time, channels]` → `[frames, channels]`. */
export function maxPooling1d(options: Pooling1dOptions = {}): Layer {
  return createLayer("maxPooling1d", OPTIONS, options, (complete) => {
    const { poolSize, strides = poolSize, padding } = complete;
    return strides === poolSize && padding === "valid"
      ? [disjointMaxPooling({ poolSize })]
      : onSequence(imageMaxPooling(poolsOf(complete)));
  });
}

/** The mean of each window over time: `[time, channels]` → `[frames, channels]`. */
export function averagePooling1d(options: Pooling1dOptions = {}): Layer {
  return createLayer("averagePooling1d", OPTIONS, options, (complete) =>
    onSequence(imageAveragePooling(poolsOf(complete))),
  );
}

function poolsOf({ poolSize, strides = poolSize, padding }: v.InferOutput<typeof OPTIONS>): Pools {
  return [{ kernelSize: poolSize, strides, dilationRate: 1, padding }, POINTWISE];
}
