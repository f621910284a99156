import type { GraphBuilder } from "../onnx/graph-builder.ts";

/** Which rule changes the parameters and with what; plain data, by Keras' names and with its defaults. */
export type OptimizerSettings = SgdSettings | AdamSettings | AdamwSettings | RmspropSettings;

/** Stochastic gradient descent with momentum. */
export interface SgdSettings {
  readonly name: "sgd";
  /** Default 0. */
  readonly momentum?: number;
  /** Nesterov's momentum; default false. */
  readonly nesterov?: boolean;
}

/** Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980, in the form before section 2.1). */
export interface AdamSettings {
  readonly name: "adam";
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-7; scikit-learn takes 1e-8. */
  readonly epsilon?: number;
}

/** Adam after a decay of all parameters that is not part of the gradient: Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101. */
export interface AdamwSettings extends Omit<AdamSettings, "name"> {
  readonly name: "adamw";
  /** Times the learning rate; default 0.004. */
  readonly weightDecay?: number;
}

/** RMSprop (Tieleman and Hinton 2012) with epsilon inside the root, as Keras has it. */
export interface RmspropSettings {
  readonly name: "rmsprop";
  /** Default 0.9. */
  readonly rho?: number;
  /** Default 0. */
  readonly momentum?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
  /** Divides by an estimate of the gradient's variance, not of its square; default false. */
  readonly centered?: boolean;
}

/** The names of flat vectors in a graph: values and what an optimiser remembers of earlier steps. */
export interface OptimizerVectors {
  readonly parameters: string;
  readonly slots: readonly string[];
}

/** A rule by which gradients change parameters. */
export interface Optimizer {
  /** Names of the vectors that it carries from step to step; they start as zeros. */
  readonly slots: readonly string[];
  /** What the graph takes in step `step` (from 1) by the names of its scalar inputs, given the learning rate. */
  scalars(learningRate: number, step: number): Readonly<Record<string, number>>;
  /** Writes one update of all parameters; `scalars` are the names in the graph. */
  update(
    graph: GraphBuilder,
    before: OptimizerVectors,
    gradient: string,
    scalars: Readonly<Record<string, string>>,
  ): OptimizerVectors;
}

/** The rule of some settings. */
export function optimizerOf(settings: OptimizerSettings): Optimizer {
  switch (settings.name) {
    case "sgd":
      return sgd(settings);
    case "adam":
      return adam(settings);
    case "adamw":
      return adamw(settings);
    case "rmsprop":
      return rmsprop(settings);
  }
}

function sgd({ momentum = 0, nesterov = false }: SgdSettings): Optimizer {
  return {
    slots: momentum === 0 ? [] : ["velocity"],
    scalars: (rate) => ({ rate }),
    update(graph, { parameters, slots: [velocity] }, gradient, { rate = "" }) {
      const change = graph.op("Mul", [gradient, rate]);
      if (velocity === undefined) {
        return { parameters: graph.op("Sub", [parameters, change]), slots: [] };
      }
      const next = (v: string): string =>
        graph.op("Sub", [graph.op("Mul", [v, graph.scalar(momentum)]), change]);
      const after = next(velocity);
      const step = nesterov ? next(after) : after;
      return { parameters: graph.op("Add", [parameters, step]), slots: [after] };
    },
  };
}

/**
 * The bias correction is part of `rate`. The moments are kept divided by (1 - beta), which spares two
 * passes over all parameters.
 */
function adam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-7,
}: Omit<AdamSettings, "name">): Optimizer {
  const root2 = Math.sqrt(1 - beta2);
  return {
    slots: ["moment1", "moment2"],
    scalars: (learningRate, step) => ({
      rate:
        (learningRate * Math.sqrt(1 - beta2 ** step) * (1 - beta1)) / ((1 - beta1 ** step) * root2),
    }),
    update(graph, { parameters, slots: [moment1 = "", moment2 = ""] }, gradient, { rate = "" }) {
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

function adamw({ weightDecay = 0.004, ...settings }: AdamwSettings): Optimizer {
  const plain = adam(settings);
  return {
    slots: plain.slots,
    scalars: (learningRate, step) => ({
      ...plain.scalars(learningRate, step),
      kept: 1 - weightDecay * learningRate,
    }),
    update(graph, before, gradient, { kept = "", ...scalars }) {
      const parameters = graph.op("Mul", [before.parameters, kept]);
      return plain.update(graph, { ...before, parameters }, gradient, scalars);
    },
  };
}

function rmsprop({
  rho = 0.9,
  momentum = 0,
  epsilon = 1e-7,
  centered = false,
}: RmspropSettings): Optimizer {
  const slots = ["square", ...(centered ? ["mean"] : []), ...(momentum > 0 ? ["velocity"] : [])];
  return {
    slots,
    scalars: (rate) => ({ rate }),
    update(graph, before, gradient, { rate = "" }) {
      const slot = (name: string): string => before.slots[slots.indexOf(name)]!;
      const averaged = (old: string, now: string): string =>
        graph.op("Add", [
          graph.op("Mul", [old, graph.scalar(rho)]),
          graph.op("Mul", [now, graph.scalar(1 - rho)]),
        ]);
      const square = averaged(slot("square"), graph.op("Mul", [gradient, gradient]));
      const after = [square];
      let variance = square;
      if (centered) {
        const mean = averaged(slot("mean"), gradient);
        after.push(mean);
        variance = graph.op("Sub", [square, graph.op("Mul", [mean, mean])]);
      }
      const root = graph.op("Sqrt", [graph.op("Add", [variance, graph.scalar(epsilon)])]);
      let change = graph.op("Div", [graph.op("Mul", [gradient, rate]), root]);
      if (momentum > 0) {
        const kept = graph.op("Mul", [slot("velocity"), graph.scalar(momentum)]);
        change = graph.op("Add", [kept, change]);
        after.push(change);
      }
      return { parameters: graph.op("Sub", [before.parameters, change]), slots: after };
    },
  };
}
