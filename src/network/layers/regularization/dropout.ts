import { AffektError } from "../../../errors.ts";
import { layer, type Layer, type LayerOptions } from "../../layer.ts";
import { dimsOf } from "../../graphs/layout.ts";
import type { Operation } from "../../operation.ts";
import { type Shape, sizeOf } from "../../shape.ts";
import { checkRank } from "../rank.ts";

/** Dropout, as fusions know it. */
export interface Dropout extends Operation {
  readonly kind: "dropout";
  readonly rate: number;
}

/** Whether an operation is a dropout of single values. */
export function isDropout(operation: Operation): operation is Dropout {
  return operation.kind === "dropout";
}

/**
 * Sets a share `rate` of the values to 0 while training and divides the others by 1 - rate (Srivastava et al. 2014,
 * https://jmlr.org/papers/v15/srivastava14a.html); any shape. Which values is an input of the graph.
 */
export function dropout(rate: number, options: LayerOptions = {}): Layer {
  checkRate("dropout", rate);
  const operation: Dropout = {
    ...dropping("dropout", rate, (input) => input),
    kind: "dropout",
    rate,
  };
  return layer("dropout", options, [operation]);
}

/** Dropout of whole channels of `[time, channels]`, Keras' `SpatialDropout1D`. */
export function spatialDropout1d(rate: number, options: LayerOptions = {}): Layer {
  return spatialDropout("spatialDropout1d", rate, ["time", "channels"], options);
}

/** Dropout of whole channels of `[height, width, channels]`, Keras' `SpatialDropout2D`: Tompson et al. 2015, https://arxiv.org/abs/1411.4280. */
export function spatialDropout2d(rate: number, options: LayerOptions = {}): Layer {
  return spatialDropout("spatialDropout2d", rate, ["height", "width", "channels"], options);
}

function spatialDropout(
  kind: string,
  rate: number,
  dimensions: readonly string[],
  options: LayerOptions,
): Layer {
  checkRate(kind, rate);
  const operation = dropping(kind, rate, (input) =>
    input.map((dim, i) => (i < input.length - 1 ? 1 : dim)),
  );
  return layer(kind, options, [
    {
      ...operation,
      outputShape(input) {
        checkRank(input, dimensions);
        return input;
      },
    },
  ]);
}

function checkRate(layer: string, rate: number): void {
  if (rate >= 0 && rate < 1) return;
  throw new AffektError("invalid-argument", `${layer}: rate must be in [0, 1), got ${rate}`);
}

/** Multiplies its input with factors of a shape that goes with it. */
function dropping(kind: string, rate: number, factors: (input: Shape) => Shape): Operation {
  return {
    kind,
    outputShape: (input) => input,
    emit({ graph, input, training, random }, x) {
      if (!training || rate === 0) {
        return { output: x, backward: (gradient) => ({ inputs: [gradient] }) };
      }
      const shape = factors(input);
      const numbers = random({ size: sizeOf(shape), distribution: { kind: "dropout", rate } });
      const factor = graph.reshape(numbers, dimsOf(shape));
      return {
        output: graph.mul(x, factor),
        backward: (gradient) => ({ inputs: [graph.mul(gradient, factor)] }),
      };
    },
  };
}
