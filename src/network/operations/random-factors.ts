import type { Operation } from "../operation.ts";
import { sizeOf } from "../shape.ts";
import type { TensorSpec } from "../tensor-spec.ts";
import { dimsOf } from "./layout.ts";

/** The kind of a dropout of single values. */
export const DROPOUT = "dropout";

/** Multiplication by random factors while training. */
export interface RandomFactors extends Operation {
  readonly rate: number;
}

/** Multiplies its input by dropout's factors, of a shape that broadcasts to it. */
export function randomFactors(
  kind: string,
  rate: number,
  factorsOf: (input: TensorSpec) => TensorSpec,
): RandomFactors {
  return {
    kind,
    rate,
    output: (input) => input,
    emit({ graph, input, training, random }, x) {
      if (!training || rate === 0) {
        return { output: x, backward: (gradient) => ({ inputs: [gradient] }) };
      }
      const factors = factorsOf(input);
      const size = sizeOf(factors.shape);
      const numbers = random({ size, distribution: { kind: "dropout", rate } });
      const factor = graph.reshape(numbers, dimsOf(factors));
      return {
        output: graph.mul(x, factor),
        backward: (gradient) => ({ inputs: [graph.mul(gradient, factor)] }),
      };
    },
  };
}

/** Whether an operation is a dropout of single values. */
export function isDropout(operation: Operation): operation is RandomFactors {
  return operation.kind === DROPOUT;
}
