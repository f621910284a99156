import { layer, type Layer, type LayerOptions } from "../../layer.ts";
import { sizeOf } from "../../shape.ts";
import { reshapeTo } from "./reshape.ts";

/** All values of a row in one dimension, Keras' `Flatten`. */
export function flatten(options: LayerOptions = {}): Layer {
  return layer("flatten", options, [reshapeTo((input) => [sizeOf(input)])]);
}
