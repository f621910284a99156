import type { Network } from "../network.ts";
import type { GraphBuilder } from "../onnx/graph-builder.ts";
import { splitParameters, trainablePart } from "./flat-parameters.ts";
import { type ClippingSettings, joinClipped } from "./gradient-clipping.ts";
import { emitLoss, type LossSettings } from "./losses.ts";
import { penalise } from "./penalties.ts";

/** Settings of the gradient of a training step. */
export interface GradientSettings extends ClippingSettings {
  readonly loss: LossSettings;
  /** Strength of the L1 penalty on kernels, Keras' `L1`. Default 0. */
  readonly l1?: number;
  /** Whether the graph takes `decay`, the strength of the L2 penalty on kernels. */
  readonly decays: boolean;
}

/** Writes the loss and its gradient. Returns the names of both, of the trainable parameters (flat) and of the new state, and the random numbers. */
export function emitGradient(
  graph: GraphBuilder,
  network: Network,
  flat: string,
  settings: GradientSettings,
) {
  const [outputs = 1] = network.outputShape;
  const x = graph.input("features", ["batch", network.columns]);
  const targets = graph.input("targets", ["batch", outputs]);
  const weights = graph.input("weights", ["batch", 1]);
  const decay = settings.decays ? graph.input("decay", []) : undefined;
  const parameters = splitParameters(graph, network, flat);
  const shaped = parameters.map((parameter) => parameter.shaped);
  const emitted = network.emit(graph, x, shaped, { training: true });
  const { rows, gradient: error } = emitLoss(graph, settings.loss, {
    output: emitted.output,
    targets,
    outputs,
  });
  const mean = graph.total(graph.mul(rows, weights));
  const withGradients = emitted
    .backward(graph.mul(error, weights))
    .map((gradient, i) => ({ ...parameters[i]!, gradient: graph.reshape(gradient, [-1]) }));
  const { penalty, gradients } = penalise(graph, withGradients, { l1: settings.l1, decay });
  return {
    loss: penalty === undefined ? mean : graph.add(mean, penalty),
    gradient: joinClipped(graph, gradients, settings),
    trainable: trainablePart(graph, network, flat),
    randomInputs: emitted.randomInputs,
    state: emitted.state,
  };
}
