import type * as v from "valibot";
import { complete } from "../../options/check.ts";
import { flag, group, number, variants, withDefault } from "../../options/schema.ts";
import type { GraphBuilder } from "../onnx/graph-builder.ts";

const EPSILON = number({ text: "summand against division by zero", above: 0 });
const MOMENTUM = { text: "share of the last change that is kept", min: 0 };

const ADAM = {
  beta1: withDefault(number({ text: "decay of the first moment", min: 0, below: 1 }), 0.9),
  beta2: withDefault(number({ text: "decay of the second moment", min: 0, below: 1 }), 0.999),
  epsilon: withDefault(EPSILON, 1e-7),
};

/**
 * The optimisers by Keras' names and with its defaults:
 *
 * - `sgd`: stochastic gradient descent with momentum
 * - `adam`: Kingma and Ba 2015, https://arxiv.org/abs/1412.6980, in the form before section 2.1 (scikit-learn's epsilon is 1e-8)
 * - `adamw`: Adam after a decay of all parameters that is not part of the gradient, Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101
 * - `rmsprop`: Tieleman and Hinton 2012, with epsilon inside the root
 */
export const OPTIMIZERS = {
  sgd: group({
    momentum: withDefault(number({ ...MOMENTUM, max: 1 }), 0),
    nesterov: withDefault(flag({ text: "Nesterov's momentum" }), false),
  }),
  adam: group(ADAM),
  adamw: group({
    ...ADAM,
    weightDecay: withDefault(
      number({ text: "decay of the parameters, times the learning rate", min: 0 }),
      0.004,
    ),
  }),
  rmsprop: group({
    rho: withDefault(number({ text: "decay of the squares", min: 0, below: 1 }), 0.9),
    momentum: withDefault(number({ ...MOMENTUM, below: 1 }), 0),
    epsilon: withDefault(EPSILON, 1e-7),
    centered: withDefault(
      flag({ text: "divide by an estimate of the gradient's variance, not of its square" }),
      false,
    ),
  }),
};

const OPTIMIZER = variants("name", OPTIMIZERS);

/** An optimiser and its options as plain data. */
export type OptimizerSettings = v.InferInput<typeof OPTIMIZER>;

type Complete<Name extends OptimizerSettings["name"]> = Extract<
  v.InferOutput<typeof OPTIMIZER>,
  { name: Name }
>;

/** The names of flat vectors in a graph: the parameters and the optimiser's memory of earlier steps. */
export interface OptimizerVectors {
  readonly parameters: string;
  readonly slots: readonly string[];
}

/** A rule by which gradients change parameters. */
export interface Optimizer {
  /** Names of the vectors that it carries from step to step. They start as zeros. */
  readonly slots: readonly string[];
  /** The scalar inputs of the graph in training step `step` (from 1), by name. */
  scalars(learningRate: number, step: number): Readonly<Record<string, number>>;
  /** Writes one update of all parameters. `scalars` are the names in the graph. */
  update(
    graph: GraphBuilder,
    before: OptimizerVectors,
    gradient: string,
    scalars: Readonly<Record<string, string>>,
  ): OptimizerVectors;
}

/**
 * The optimiser of some settings.
 * @throws {AffektError} `invalid-argument` for settings out of range or unknown.
 */
export function optimizerOf(given: OptimizerSettings): Optimizer {
  const settings = complete(OPTIMIZER, given, "optimizer");
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

function sgd({ momentum, nesterov }: Complete<"sgd">): Optimizer {
  return {
    slots: momentum === 0 ? [] : ["velocity"],
    scalars: (rate) => ({ rate }),
    update(graph, { parameters, slots: [velocity] }, gradient, { rate = "" }) {
      const change = graph.mul(gradient, rate);
      if (velocity === undefined) return { parameters: graph.sub(parameters, change), slots: [] };
      const next = (v: string): string => graph.sub(graph.mul(v, graph.scalar(momentum)), change);
      const after = next(velocity);
      const total = nesterov ? next(after) : after;
      return { parameters: graph.add(parameters, total), slots: [after] };
    },
  };
}

/** The bias correction is part of `rate`. The moments are kept divided by (1 - beta), which spares two passes over all parameters. */
function adam({ beta1, beta2, epsilon }: Omit<Complete<"adam">, "name">): Optimizer {
  const root2 = Math.sqrt(1 - beta2);
  return {
    slots: ["moment1", "moment2"],
    scalars: (learningRate, step) => ({
      rate:
        (learningRate * Math.sqrt(1 - beta2 ** step) * (1 - beta1)) / ((1 - beta1 ** step) * root2),
    }),
    update(graph, { parameters, slots: [moment1 = "", moment2 = ""] }, gradient, { rate = "" }) {
      const first = graph.add(graph.mul(moment1, graph.scalar(beta1)), gradient);
      const second = graph.add(
        graph.mul(moment2, graph.scalar(beta2)),
        graph.mul(gradient, gradient),
      );
      const root = graph.add(graph.sqrt(second), graph.scalar(epsilon / root2));
      const change = graph.mul(graph.div(first, root), rate);
      return { parameters: graph.sub(parameters, change), slots: [first, second] };
    },
  };
}

function adamw({ weightDecay, ...settings }: Complete<"adamw">): Optimizer {
  const plain = adam(settings);
  return {
    slots: plain.slots,
    scalars: (learningRate, step) => ({
      ...plain.scalars(learningRate, step),
      kept: 1 - weightDecay * learningRate,
    }),
    update(graph, before, gradient, { kept = "", ...scalars }) {
      const parameters = graph.mul(before.parameters, kept);
      return plain.update(graph, { ...before, parameters }, gradient, scalars);
    },
  };
}

function rmsprop({ rho, momentum, epsilon, centered }: Complete<"rmsprop">): Optimizer {
  const slots = ["square", ...(centered ? ["mean"] : []), ...(momentum > 0 ? ["velocity"] : [])];
  return {
    slots,
    scalars: (rate) => ({ rate }),
    update(graph, before, gradient, { rate = "" }) {
      const slot = (name: string): string => before.slots[slots.indexOf(name)]!;
      const averaged = (old: string, now: string): string =>
        graph.add(graph.mul(old, graph.scalar(rho)), graph.mul(now, graph.scalar(1 - rho)));
      const square = averaged(slot("square"), graph.mul(gradient, gradient));
      const after = [square];
      let variance = square;
      if (centered) {
        const mean = averaged(slot("mean"), gradient);
        after.push(mean);
        variance = graph.sub(square, graph.mul(mean, mean));
      }
      const root = graph.sqrt(graph.add(variance, graph.scalar(epsilon)));
      let change = graph.div(graph.mul(gradient, rate), root);
      if (momentum > 0) {
        const kept = graph.mul(slot("velocity"), graph.scalar(momentum));
        change = graph.add(kept, change);
        after.push(change);
      }
      return { parameters: graph.sub(before.parameters, change), slots: after };
    },
  };
}
