import { AffektError } from "../../errors.ts";
import { type Layer, sizeOf } from "../layer.ts";

/** A dropout layer, as fusions know it. */
export interface Dropout extends Layer {
  readonly kind: "dropout";
  readonly rate: number;
}

/** Whether a layer is a `dropout`. */
export function isDropout(layer: Layer): layer is Dropout {
  return layer.kind === "dropout";
}

/**
 * Sets a share `rate` of the values to 0 while training and divides the others by 1 - rate (Srivastava et al. 2014,
 * https://jmlr.org/papers/v15/srivastava14a.html); any shape. The mask is an input of the graph.
 */
export function dropout(rate: number): Dropout {
  if (!(rate >= 0 && rate < 1)) {
    throw new AffektError("invalid-argument", `dropout: rate must be in [0, 1), got ${rate}`);
  }
  return {
    kind: "dropout",
    rate,
    outputShape: (input) => input,
    parameters: () => [],
    emit({ graph, input, training, mask }, x) {
      if (!training || rate === 0) {
        return { output: x, backward: (gradient) => ({ input: gradient, parameters: [] }) };
      }
      const factor = graph.reshape(mask(sizeOf(input), rate), [-1, ...input]);
      return {
        output: graph.op("Mul", [x, factor]),
        backward: (gradient) => ({ input: graph.op("Mul", [gradient, factor]), parameters: [] }),
      };
    },
  };
}
