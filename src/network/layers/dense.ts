import { AffektError } from "../../errors.ts";
import { glorotUniform, type Initializer, zeros } from "../initializers.ts";
import type { Layer } from "../layer.ts";

/** Options of `dense`, Keras' `Dense`. */
export interface DenseOptions {
  readonly units: number;
  /** Default: Glorot uniform. */
  readonly kernelInitializer?: Initializer;
  /** Default: zeros. */
  readonly biasInitializer?: Initializer;
}

/** A fully connected layer, `x · kernel + bias`: `[inputs]` → `[units]`. */
export function dense({
  units,
  kernelInitializer = glorotUniform(),
  biasInitializer = zeros,
}: DenseOptions): Layer {
  if (!Number.isInteger(units) || units < 1) {
    throw new AffektError(
      "invalid-argument",
      `dense: units must be an integer from 1, got ${units}`,
    );
  }
  return {
    kind: "dense",
    outputShape(input) {
      if (input.length !== 1) {
        throw new AffektError(
          "invalid-argument",
          `takes one dimension, got [${input.join(", ")}]; put flatten() before it`,
        );
      }
      return [units];
    },
    parameters([inputs = 0]) {
      const fans = { fanIn: inputs, fanOut: units };
      return [
        { name: "kernel", shape: [inputs, units], initializer: kernelInitializer, ...fans },
        { name: "bias", shape: [units], initializer: biasInitializer, ...fans },
      ];
    },
    emit({ graph }, x, [kernel = "", bias = ""]) {
      return {
        output: graph.op("Gemm", [x, kernel, bias]),
        backward(gradient, wantInput) {
          const parameters = [
            graph.op("Gemm", [x, gradient], { transA: 1 }), // [inputs, batch] × [batch, units]
            graph.op("ReduceSum", [gradient, graph.integers([0])], { keepdims: 0 }),
          ];
          if (!wantInput) return { parameters };
          return { input: graph.op("Gemm", [gradient, kernel], { transB: 1 }), parameters };
        },
      };
    },
  };
}
