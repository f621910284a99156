import { layer, type Layer } from "../../layer.ts";
import { averagePooling } from "../../operations/average-pooling.ts";
import { checkChoice, checkCounts } from "../../../options/option-checks.ts";
import type { WindowOptions } from "../../operations/geometry.ts";
import { maxPooling } from "../../operations/max-pooling.ts";
import { maxPoolingBySteps } from "../../operations/max-pooling-by-steps.ts";
import { NO_WIDTH, overTime } from "../../operations/over-time.ts";
import type { PoolingOptions } from "./pooling.ts";

/** The highest value of each window of `poolSize` time steps: `[time, channels]` → `[steps, channels]`, Keras' `MaxPooling1D`. */
export function maxPooling1d(poolSize = 2, options: PoolingOptions<number> = {}): Layer {
  const windows = windowsOverTime("maxPooling1d", poolSize, options);
  const [{ kernelSize, strides, padding }] = windows;
  const operations =
    strides === kernelSize && padding === "valid"
      ? [maxPoolingBySteps(poolSize)]
      : overTime(maxPooling("maxPooling1d", windows));
  return layer("maxPooling1d", options, operations);
}

/** The mean of each window of `poolSize` time steps: `[time, channels]` → `[steps, channels]`, Keras' `AveragePooling1D`. */
export function averagePooling1d(poolSize = 2, options: PoolingOptions<number> = {}): Layer {
  const windows = windowsOverTime("averagePooling1d", poolSize, options);
  return layer("averagePooling1d", options, overTime(averagePooling("averagePooling1d", windows)));
}

function windowsOverTime(
  layer: string,
  poolSize: number,
  { strides = poolSize, padding = "valid" }: PoolingOptions<number>,
): [WindowOptions, WindowOptions] {
  checkCounts(layer, { poolSize, strides });
  checkChoice(layer, "padding", padding, ["valid", "same"]);
  return [{ kernelSize: poolSize, strides, dilationRate: 1, padding }, NO_WIDTH];
}
