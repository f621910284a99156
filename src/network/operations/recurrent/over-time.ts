import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import type { CellRun } from "./recurrent-cell.ts";

/** The frames of all sequences as rows: [time, batch, width] → [time · batch, width]. */
export function rowsOf(graph: GraphBuilder, x: string, width: number): string {
  return graph.reshape(x, [-1, width]);
}

/** The product of each frame with a kernel, computed for all of them at once. */
export function project(
  { graph, x, time, channels }: CellRun,
  kernel: string,
  bias: readonly string[],
  width: number,
) {
  const rows = rowsOf(graph, x, channels);
  return {
    /** [time, batch, width] */
    output: graph.reshape(graph.op("Gemm", [rows, kernel, ...bias]), [time, -1, width]),
    /** The gradients of kernel, bias and x, given that of the output. */
    backward(gradient: string, wantInput: boolean) {
      const upper = rowsOf(graph, gradient, width);
      return {
        kernel: graph.op("Gemm", [rows, upper], { transA: 1 }),
        bias: graph.sum(upper, [0]),
        ...(wantInput && {
          x: graph.reshape(graph.op("Gemm", [upper, kernel], { transB: 1 }), [time, -1, channels]),
        }),
      };
    },
  };
}

/** The state before each frame: [time, batch, units], shifted by one frame. */
export function before(
  { graph, time, zeros }: Pick<CellRun, "graph" | "time" | "zeros">,
  states: string,
): string {
  const first = graph.op("Unsqueeze", [zeros, graph.integers([0])]);
  if (time === 1) return first;
  const rest = graph.op("Slice", [states, graph.integers([0]), graph.integers([time - 1])]);
  return graph.concat([first, rest], 0);
}

/** A state with dropout's factors. */
export function dropped(graph: GraphBuilder, state: string, factors: string | undefined): string {
  return factors === undefined ? state : graph.mul(state, factors);
}

/** The gradient of a recurrent kernel: the product of the states that it was multiplied by and the gradients of the products. */
export function recurrentGradient(
  { graph, factors }: Pick<CellRun, "graph" | "factors">,
  states: string,
  gradient: string,
  [units, width]: readonly [number, number],
): string {
  const left = rowsOf(graph, dropped(graph, states, factors), units);
  return graph.op("Gemm", [left, rowsOf(graph, gradient, width)], { transA: 1 });
}
