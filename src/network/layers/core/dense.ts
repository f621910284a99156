import { fansOf, glorotUniform, type Initializer, zeros } from "../../initializers.ts";
import { layer, type Layer, type LayerOptions } from "../../layer.ts";
import { fromRows, toRows } from "../../graphs/layout.ts";
import type { Operation } from "../../operation.ts";
import { activated, type ActivationName } from "./activation.ts";
import { biasOf } from "../../operations/bias.ts";
import { checkCounts } from "../../../options/option-checks.ts";

/** Options of `dense`, Keras' `Dense`. */
export interface DenseOptions extends LayerOptions {
  readonly units: number;
  /** Default `linear`. */
  readonly activation?: ActivationName;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default: Glorot uniform. */
  readonly kernelInitializer?: Initializer;
  /** Default: zeros. */
  readonly biasInitializer?: Initializer;
}

/** A fully connected layer over the last dimension, `x · kernel + bias`: `[…, inputs]` → `[…, units]`. */
export function dense(options: DenseOptions): Layer {
  checkCounts("dense", { units: options.units });
  return layer("dense", options, [product(options), ...activated(options.activation)]);
}

function product({
  units,
  useBias = true,
  kernelInitializer = glorotUniform(),
  biasInitializer = zeros,
}: DenseOptions): Operation {
  return {
    kind: "dense",
    outputShape: (input) => [...input.slice(0, -1), units],
    parameters(input) {
      const shape = [input.at(-1)!, units];
      const fans = fansOf(shape);
      return [
        { name: "kernel", kind: "kernel", shape, initializer: kernelInitializer, ...fans },
        ...biasOf(units, useBias, biasInitializer, fans),
      ];
    },
    emit({ graph, input, output, parameters }, x) {
      const [kernel = ""] = parameters;
      const rows = toRows(graph, x, input);
      return {
        output: fromRows(graph, graph.op("Gemm", [rows, ...parameters]), output),
        backward(gradient, wantInputs) {
          const upper = toRows(graph, gradient, output);
          const learned = [
            graph.op("Gemm", [rows, upper], { transA: 1 }), // [inputs, rows] × [rows, units]
            ...(useBias ? [graph.sum(upper, [0])] : []),
          ];
          if (!wantInputs) return { parameters: learned };
          const lower = graph.op("Gemm", [upper, kernel], { transB: 1 });
          return { inputs: [fromRows(graph, lower, input)], parameters: learned };
        },
      };
    },
  };
}
