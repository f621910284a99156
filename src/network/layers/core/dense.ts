import type * as v from "valibot";
import { integer } from "../../../options/schema.ts";
import { fansOf } from "../../initializers.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import type { Operation } from "../../operation.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { activated } from "../../operations/activation-operation.ts";
import { FINAL_ACTIVATION } from "../activation-options.ts";
import { biasOf } from "../../operations/bias.ts";
import { KERNEL } from "../kernel-options.ts";
import { fromRows, toRows } from "../../operations/layout.ts";

const OPTIONS = layerOptions({
  units: integer({ text: "number of outputs", min: 1 }),
  ...FINAL_ACTIVATION,
  ...KERNEL,
});

/** Options of `dense`, Keras' `Dense`. */
export type DenseOptions = v.InferInput<typeof OPTIONS>;

/** A fully connected layer over the last dimension, `x · kernel + bias`: `[…, inputs]` → `[…, units]`. */
export function dense(options: DenseOptions): Layer {
  return createLayer("dense", OPTIONS, options, (complete) => [
    linear(complete),
    ...activated(complete.activation),
  ]);
}

function linear({
  units,
  useBias,
  kernelInitializer,
  biasInitializer,
}: v.InferOutput<typeof OPTIONS>): Operation {
  return {
    kind: "dense",
    output: ({ shape, layout }) => ({ shape: [...shape.slice(0, -1), units], layout }),
    parameters(input) {
      const shape = [input.shape.at(-1)!, units];
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
