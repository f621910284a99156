import type { GraphBuilder } from "../onnx/graph-builder.ts";

/** Names in a graph: the summand of the loss, and the gradients with it, flat. */
interface Penalised {
  readonly penalty: string | undefined;
  readonly gradients: readonly string[];
}

/** A parameter array in a graph, flat, with its gradient. */
interface WithGradient {
  readonly kind: string;
  readonly values: string;
  readonly gradient: string;
}

/**
 * Penalties on kernels: l1 Σ|w| (Keras' `L1`) and decay / 2 Σw² (with decay = 2 l2 Keras' `L2`, with alpha / rows scikit-learn's).
 * `decay` is the name of a scalar in the graph.
 */
export function penalise(
  graph: GraphBuilder,
  parameters: readonly WithGradient[],
  { l1 = 0, decay }: { l1?: number | undefined; decay?: string | undefined },
): Penalised {
  const kernels = parameters.filter(({ kind }) => kind === "kernel").map(({ values }) => values);
  const total = (reduction: string): string =>
    graph.op(
      "Sum",
      kernels.map((values) => graph.op(reduction, [values], { keepdims: 0 })),
    );
  const terms: string[] = [];
  if (decay !== undefined) {
    const half = graph.mul(decay, graph.scalar(0.5));
    terms.push(graph.mul(total("ReduceSumSquare"), half));
  }
  if (l1 > 0) terms.push(graph.mul(total("ReduceL1"), graph.scalar(l1)));
  const gradients = parameters.map(({ kind, values, gradient }) => {
    if (kind !== "kernel") return gradient;
    const parts = [gradient];
    if (decay !== undefined) parts.push(graph.mul(values, decay));
    if (l1 > 0) parts.push(graph.mul(graph.op("Sign", [values]), graph.scalar(l1)));
    return parts.length === 1 ? gradient : graph.op("Sum", parts);
  });
  return { penalty: terms.length > 0 ? graph.op("Sum", terms) : undefined, gradients };
}
