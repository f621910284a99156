import { createLayer, LAYER, type LayerOptions } from "../../layer.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { LOGARITHM } from "../../operations/activation-functions.ts";
import { elementwise } from "../../operations/activation-operation.ts";

/** The natural logarithm of each value, Keras' `ops.log`. Values must be above 0. */
export function logarithm(options: LayerOptions = {}): Layer {
  return createLayer("logarithm", LAYER, options, () => [elementwise("logarithm", LOGARITHM)]);
}
