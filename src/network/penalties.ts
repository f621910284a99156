import type { GraphBuilder } from "./graph-builder.ts";

/** Names in a graph: what is added to the loss, and the gradients with it; each gradient and kernel flat. */
interface Penalised {
  readonly penalty: string | undefined;
  readonly gradients: readonly string[];
}

/** A parameter array in a graph, with its gradient. */
interface WithGradient {
  readonly kind: string;
  readonly values: string;
  readonly gradient: string;
}

/**
 * Penalties on kernels: l1 Σ|w| (Keras' `L1`) and decay / 2 Σw² (with decay = 2 l2 Keras' `L2`, with alpha / rows scikit-learn's);
 * `decay` is the name of a scalar in the graph.
 */
export function penalise(
  graph: GraphBuilder,
  parameters: readonly WithGradient[],
  { l1 = 0, decay }: { l1?: number | undefined; decay?: string | undefined },
): Penalised {
  const terms: string[] = [];
  const gradients = parameters.map(({ kind, values, gradient }) => {
    if (kind !== "kernel") return gradient;
    let sum = gradient;
    if (decay !== undefined) {
      const half = graph.op("Mul", [decay, graph.scalar(0.5)]);
      const squares = graph.op("ReduceSumSquare", [values], { keepdims: 0 });
      terms.push(graph.op("Mul", [squares, half]));
      sum = graph.op("Add", [sum, graph.op("Mul", [values, decay])]);
    }
    if (l1 > 0) {
      const strength = graph.scalar(l1);
      const amounts = graph.op("ReduceL1", [values], { keepdims: 0 });
      terms.push(graph.op("Mul", [amounts, strength]));
      sum = graph.op("Add", [sum, graph.op("Mul", [graph.op("Sign", [values]), strength])]);
    }
    return sum;
  });
  return { penalty: terms.length > 0 ? graph.op("Sum", terms) : undefined, gradients };
}
