import { type ClippingSettings, joinClipped } from "./gradient-clipping.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";
import { emitLoss, type LossSettings } from "./losses.ts";
import type { Network } from "../network.ts";
import type { Optimizer } from "./optimizers.ts";
import { penalise } from "./penalties.ts";
import type { RandomInput } from "../operations/random-numbers.ts";

/** Settings of the gradient of a training step. */
export interface GradientSettings extends ClippingSettings {
  readonly loss: LossSettings;
  /** Strength of the L1 penalty on kernels, Keras' `L1`. Default 0. */
  readonly l1?: number;
  /** Whether the graph takes `decay`, the strength of the L2 penalty on kernels. */
  readonly decays: boolean;
}

/** A graph for training and the random numbers that it takes. */
export interface TrainingGraph {
  readonly model: Uint8Array;
  readonly randomInputs: readonly RandomInput[];
}

/**
 * One training step: forward, loss, backward, update.
 *
 * Inputs:
 *
 * - `parameters` [network.size]
 * - the optimiser's slots and, with `averages`, `average`, each [network.trainableSize]
 * - `features` [batch, columns] and `targets` [batch, outputs]
 * - `weights` [batch, 1]: the factor of each row in the loss, 1 / batch for their mean
 * - `lengths` [batch], for a network with lengths
 * - the optimiser's scalars, with `decays` also `decay`, with `averages` also `averageMomentum`
 * - the random numbers
 *
 * Outputs: `parametersAfter`, each slot's `…After`, `averageAfter`, `loss` (penalties included).
 */
export function trainingGraph(
  network: Network,
  optimizer: Optimizer,
  settings: GradientSettings & { readonly averages: boolean },
): TrainingGraph {
  const graph = new GraphBuilder();
  const { size, trainableSize } = network;
  const flat = graph.input("parameters", [size]);
  const slots = optimizer.slots.map((slot) => graph.input(slot, [trainableSize]));
  const scalars = Object.fromEntries(
    Object.keys(optimizer.scalars(0, 1)).map((name) => [name, graph.input(name, [])]),
  );
  const { loss, gradient, trainable, randomInputs, state } = emitGradient(
    graph,
    network,
    flat,
    settings,
  );
  const after = optimizer.update(graph, { parameters: trainable, slots }, gradient, scalars);
  graph.output("parametersAfter", joinFlat(graph, [after.parameters, ...state]), [size]);
  for (const [i, slot] of optimizer.slots.entries()) {
    graph.output(`${slot}After`, after.slots[i]!, [trainableSize]);
  }
  if (settings.averages) {
    const average = graph.input("average", [trainableSize]);
    const momentum = graph.input("averageMomentum", []);
    const kept = graph.mul(graph.sub(average, after.parameters), momentum);
    graph.output("averageAfter", graph.add(after.parameters, kept), [trainableSize]);
  }
  graph.output("loss", loss, []);
  return { model: graph.encode(), randomInputs };
}

/**
 * The loss of a network over a batch and its gradient, computed in float64, for optimisers outside of a graph. Only for networks without state.
 *
 * The parameters are the sum of the inputs `parameters` and `remainder` [network.size], the rest that float32 cannot hold. `features`,
 * `targets`, `weights`, `decay` and the random numbers are those of `trainingGraph`.
 * Outputs: `gradient` and `loss`, each with a `…Remainder` to be added.
 */
export function objectiveGraph(network: Network, settings: GradientSettings): TrainingGraph {
  const graph = new GraphBuilder("float64");
  const { size } = network;
  const [values, remainder] = [graph.input("parameters", [size]), graph.input("remainder", [size])];
  const flat = graph.add(values, remainder);
  const { loss, gradient, randomInputs } = emitGradient(graph, network, flat, settings);
  for (const [name, value, dims] of [
    ["gradient", gradient, [size]],
    ["loss", loss, []],
  ] as const) {
    const rounded = graph.cast(graph.cast(value, "float32"));
    graph.output(name, value, dims);
    graph.output(`${name}Remainder`, graph.sub(value, rounded), dims);
  }
  return { model: graph.encode(), randomInputs };
}

/** A network whose parameters are an input. Inputs: `parameters`, `features` [batch, ...rowShape] and, with lengths, `lengths`. Output: `probabilities` [batch, classes]. */
export function evaluationGraph(network: Network): Uint8Array {
  const graph = new GraphBuilder();
  const flat = graph.input("parameters", [network.size]);
  const x = graph.input("features", ["batch", ...network.rowShape]);
  const parameters = splitParameters(graph, network, flat).map(({ shaped }) => shaped);
  const { output } = network.emit(graph, x, parameters, false);
  const probabilities = graph.op("Softmax", [output], { axis: -1 });
  graph.output("probabilities", probabilities, ["batch", ...network.outputShape]);
  return graph.encode();
}

/** Writes the loss and its gradient. Returns the names of both, of the trainable parameters (flat) and of the new state, and the random numbers. */
function emitGradient(
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
  const emitted = network.emit(graph, x, shaped, true);
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

function joinFlat(graph: GraphBuilder, parts: readonly string[]): string {
  if (parts.length === 1) return parts[0]!;
  return graph.concat(
    parts.map((values) => graph.reshape(values, [-1])),
    0,
  );
}

function trainablePart(
  graph: GraphBuilder,
  { size, trainableSize }: Network,
  flat: string,
): string {
  if (trainableSize === size) return flat;
  return graph.op("Slice", [flat, graph.integers([0]), graph.integers([trainableSize])]);
}

/** The parameters of the flat vector, each flat and in its shape. */
function splitParameters(graph: GraphBuilder, network: Network, flat: string) {
  const sizes = network.parameters.map(({ size }) => size);
  return graph.split(flat, sizes, 0).map((values, i) => {
    const { kind, shape } = network.parameters[i]!;
    return { kind, values, shaped: shape.length === 1 ? values : graph.reshape(values, shape) };
  });
}
