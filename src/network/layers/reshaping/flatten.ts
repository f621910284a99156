import { createLayer, LAYER, type LayerOptions } from "../../layer.ts";
import { reshapeTo } from "../../operations/reshape-operation.ts";
import { sizeOf } from "../../shape.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { specOf } from "../../tensor-spec.ts";

/** All values of a row in one dimension, Keras' `Flatten`. */
export function flatten(options: LayerOptions = {}): Layer {
  return createLayer("flatten", LAYER, options, () => [
    reshapeTo(({ shape }) => specOf([sizeOf(shape)])),
  ]);
}
