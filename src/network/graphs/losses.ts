import type { GraphBuilder } from "../onnx/graph-builder.ts";

/** What a training makes small, by Keras' names and with its defaults; plain data. */
export type LossSettings = ClassificationLoss | SquaredErrorSettings;

/** Losses of classes. */
export type ClassificationLoss = CrossentropySettings | FocalCrossentropySettings;

/** The mean of squared errors over a row's outputs; targets are numbers, such as valence and arousal. */
export interface SquaredErrorSettings {
  readonly name: "meanSquaredError";
}

/** Cross-entropy of softmax over the network's output. */
export interface CrossentropySettings {
  readonly name: "categoricalCrossentropy";
  /** The share of a target that is spread over all classes (Szegedy et al. 2016, https://arxiv.org/abs/1512.00567), in [0, 1); default 0. */
  readonly labelSmoothing?: number;
}

/** Cross-entropy in which rows that are already right count less: Lin et al. 2017, https://arxiv.org/abs/1708.02002. */
export interface FocalCrossentropySettings extends Omit<CrossentropySettings, "name"> {
  readonly name: "categoricalFocalCrossentropy";
  /** How much less, from 0; default 2. */
  readonly gamma?: number;
  /** What the loss is multiplied by; default 0.25. */
  readonly alpha?: number;
}

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
  settings: LossSettings,
  { output, targets, outputs }: { output: string; targets: string; outputs: number },
): EmittedLoss {
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
    rows: graph.op("Neg", [sumOfRow(graph, graph.op("Mul", [targets, logs]))]),
    gradient: graph.op("Sub", [graph.op("Exp", [logs]), targets]),
  };
}

/** -alpha Σ t (1 - p)^gamma log p; with g = p ∂loss/∂p its gradient by the logits is g - p Σ g. */
function focalCrossentropy(
  graph: GraphBuilder,
  { gamma = 2, alpha = 0.25 }: FocalCrossentropySettings,
  output: string,
  targets: string,
): EmittedLoss {
  const LEAST = 1e-7; // Keras', below which 1 - p may not fall: a fractional power of it is divided by it
  const mul = (a: string, b: string): string => graph.op("Mul", [a, b]);
  const logs = graph.op("LogSoftmax", [output], { axis: -1 });
  const p = graph.op("Exp", [logs]);
  const rest = graph.op("Max", [graph.op("Sub", [graph.scalar(1), p]), graph.scalar(LEAST)]);
  const power = graph.op("Pow", [rest, graph.scalar(gamma)]);
  const weight = mul(mul(targets, power), graph.scalar(-alpha));
  const slope = mul(graph.op("Div", [mul(p, logs), rest]), graph.scalar(gamma));
  const g = mul(weight, graph.op("Sub", [graph.scalar(1), slope]));
  return {
    rows: sumOfRow(graph, mul(weight, logs)),
    gradient: graph.op("Sub", [g, mul(p, sumOfRow(graph, g))]),
  };
}

function squaredError(
  graph: GraphBuilder,
  output: string,
  targets: string,
  outputs: number,
): EmittedLoss {
  const error = graph.op("Sub", [output, targets]);
  const square = graph.op("Mul", [error, error]);
  return {
    rows: graph.op("ReduceMean", [square], { axes: [-1], keepdims: 1 }),
    gradient: graph.op("Mul", [error, graph.scalar(2 / outputs)]),
  };
}

function sumOfRow(graph: GraphBuilder, values: string): string {
  return graph.op("ReduceSum", [values, graph.integers([-1])], { keepdims: 1 });
}
