import type * as v from "valibot";
import { complete } from "../../options/check.ts";
import { group, number, variants, withDefault } from "../../options/schema.ts";
import type { GraphBuilder } from "../onnx/graph-builder.ts";

const CROSSENTROPY = {
  labelSmoothing: withDefault(
    number({ text: "share of a target that is spread over all classes", min: 0, below: 1 }),
    0,
  ),
};

/**
 * The losses of classes by Keras' names and with its defaults, both of softmax over the network's output:
 *
 * - `categoricalCrossentropy`, with label smoothing by Szegedy et al. 2016, https://arxiv.org/abs/1512.00567
 * - `categoricalFocalCrossentropy`, in which rows that are already right count less: Lin et al. 2017, https://arxiv.org/abs/1708.02002
 */
export const CLASSIFICATION_LOSSES = {
  categoricalCrossentropy: group(CROSSENTROPY),
  categoricalFocalCrossentropy: group({
    ...CROSSENTROPY,
    gamma: withDefault(number({ text: "focus on rows that are not right yet", min: 0 }), 2),
    alpha: withDefault(number({ text: "factor of the loss", above: 0 }), 0.25),
  }),
};

/** All losses: those of classes, and `meanSquaredError` over a row's outputs for targets that are numbers, such as valence and arousal. */
export const LOSSES = { ...CLASSIFICATION_LOSSES, meanSquaredError: group({}) };

const LOSS = variants("name", LOSSES);

/** A loss and its options as plain data. */
export type LossSettings = v.InferInput<typeof LOSS>;

/** A loss of classes and its options as plain data. */
export type ClassificationLoss = Exclude<LossSettings, { readonly name: "meanSquaredError" }>;

/** A loss written into a graph. */
export interface EmittedLoss {
  /** The loss of each row, [batch, 1]. */
  readonly rows: string;
  /** Its gradient by the network's output, [batch, outputs]. */
  readonly gradient: string;
}

/** Writes a loss of `output` [batch, outputs] against `targets` of the same shape (for cross-entropies: distributions over classes). */
export function emitLoss(
  graph: GraphBuilder,
  given: LossSettings,
  { output, targets, outputs }: { output: string; targets: string; outputs: number },
): EmittedLoss {
  const settings = complete(LOSS, given, "loss");
  switch (settings.name) {
    case "categoricalCrossentropy":
      return crossentropy(graph, output, targets);
    case "categoricalFocalCrossentropy":
      return focalCrossentropy(graph, settings, output, targets);
    case "meanSquaredError":
      return squaredError(graph, output, targets, outputs);
  }
}

function crossentropy(graph: GraphBuilder, output: string, targets: string): EmittedLoss {
  const logs = graph.op("LogSoftmax", [output], { axis: -1 });
  return {
    rows: graph.neg(graph.sum(graph.mul(targets, logs), [-1], true)),
    gradient: graph.sub(graph.exp(logs), targets),
  };
}

/** The least 1 - p, Keras': a fractional power of it is divided by it. */
const LEAST = 1e-7;

/** -alpha Σ t (1 - p)^gamma log p. With g = p ∂loss/∂p its gradient by the logits is g - p Σ g. */
function focalCrossentropy(
  graph: GraphBuilder,
  { gamma, alpha }: { readonly gamma: number; readonly alpha: number },
  output: string,
  targets: string,
): EmittedLoss {
  const logs = graph.op("LogSoftmax", [output], { axis: -1 });
  const p = graph.exp(logs);
  const rest = graph.max(graph.sub(graph.scalar(1), p), graph.scalar(LEAST));
  const power = graph.op("Pow", [rest, graph.scalar(gamma)]);
  const weight = graph.mul(graph.mul(targets, power), graph.scalar(-alpha));
  const slope = graph.mul(graph.div(graph.mul(p, logs), rest), graph.scalar(gamma));
  const g = graph.mul(weight, graph.sub(graph.scalar(1), slope));
  return {
    rows: graph.sum(graph.mul(weight, logs), [-1], true),
    gradient: graph.sub(g, graph.mul(p, graph.sum(g, [-1], true))),
  };
}

function squaredError(
  graph: GraphBuilder,
  output: string,
  targets: string,
  outputs: number,
): EmittedLoss {
  const error = graph.sub(output, targets);
  return {
    rows: graph.mean(graph.mul(error, error), [-1], true),
    gradient: graph.mul(error, graph.scalar(2 / outputs)),
  };
}
