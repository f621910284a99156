import type { GraphBuilder } from "./graph-builder.ts";

/** The names of flat vectors in a graph: values and what an optimiser remembers of earlier steps. */
export interface OptimizerVectors {
  readonly parameters: string;
  readonly slots: readonly string[];
}

/** A rule by which gradients change parameters. */
export interface Optimizer {
  /** Names of the vectors that it carries from step to step; they start as zeros. */
  readonly slots: readonly string[];
  /** What the graph takes as `rate` in step `step` (from 1), given the learning rate. */
  rate(learningRate: number, step: number): number;
  /** Writes one update of all parameters. */
  update(
    graph: GraphBuilder,
    before: OptimizerVectors,
    gradient: string,
    rate: string,
  ): OptimizerVectors;
}

/** Options of `adam`, under scikit-learn's names. */
export interface AdamOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-7 as Keras'; scikit-learn takes 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980, in the form before section 2.1, as scikit-learn and Keras have it).
 * The bias correction is part of `rate`. The moments are kept divided by (1 - beta), which spares two
 * passes over all parameters.
 */
export function adam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: AdamOptions = {}): Optimizer {
  const root2 = Math.sqrt(1 - beta2);
  return {
    slots: ["moment1", "moment2"],
    rate: (learningRate, step) =>
      (learningRate * Math.sqrt(1 - beta2 ** step) * (1 - beta1)) / ((1 - beta1 ** step) * root2),
    update(graph, { parameters, slots: [moment1 = "", moment2 = ""] }, gradient, rate) {
      const first = graph.op("Add", [graph.op("Mul", [moment1, graph.scalar(beta1)]), gradient]);
      const second = graph.op("Add", [
        graph.op("Mul", [moment2, graph.scalar(beta2)]),
        graph.op("Mul", [gradient, gradient]),
      ]);
      const root = graph.op("Add", [graph.op("Sqrt", [second]), graph.scalar(epsilon / root2)]);
      const change = graph.op("Mul", [graph.op("Div", [first, root]), rate]);
      return { parameters: graph.op("Sub", [parameters, change]), slots: [first, second] };
    },
  };
}

/** Options of `sgd`, under scikit-learn's names. */
export interface SgdOptions {
  /** Default 0. */
  readonly momentum?: number;
  /** Nesterov's momentum; default false. */
  readonly nesterov?: boolean;
}

/** Stochastic gradient descent with momentum, as scikit-learn and Keras have it. */
export function sgd({ momentum = 0, nesterov = false }: SgdOptions = {}): Optimizer {
  return {
    slots: ["velocity"],
    rate: (learningRate) => learningRate,
    update(graph, { parameters, slots: [velocity = ""] }, gradient, rate) {
      const change = graph.op("Mul", [gradient, rate]);
      const kept = (v: string): string => graph.op("Mul", [v, graph.scalar(momentum)]);
      const after = graph.op("Sub", [kept(velocity), change]);
      const update = nesterov ? graph.op("Sub", [kept(after), change]) : after;
      return { parameters: graph.op("Add", [parameters, update]), slots: [after] };
    },
  };
}
