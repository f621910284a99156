import type { Operation } from "../operation.ts";
import { axisOf } from "./layout.ts";

/** Positive values that sum to 1 over the last dimension. */
export const softmax: Operation = {
  kind: "softmax",
  output: (input) => input,
  emit({ graph, input }, x) {
    const axis = axisOf(input, input.shape.length - 1);
    const y = graph.op("Softmax", [x], { axis });
    return {
      output: y,
      backward(gradient) {
        const total = graph.sum(graph.mul(gradient, y), [axis], true);
        return { inputs: [graph.mul(y, graph.sub(gradient, total))] };
      },
    };
  },
};
