import type { Network } from "../network.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";
import type { RandomInput } from "../operations/random-numbers.ts";
import { joinFlat } from "./flat-parameters.ts";
import { emitGradient, type GradientSettings } from "./gradient.ts";
import type { Optimizer } from "./optimizers.ts";

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
