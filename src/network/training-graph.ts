import { GraphBuilder } from "./graph-builder.ts";
import type { Network } from "./network.ts";
import type { Optimizer } from "./optimizers.ts";
import type { RandomInput } from "./random-input.ts";

/** A training step as an ONNX model, and the random numbers that it takes. */
export interface TrainingGraph {
  readonly model: Uint8Array;
  readonly randomInputs: readonly RandomInput[];
}

/**
 * One training step of a classifier: forward, loss, backward, update.
 *
 * Inputs: `parameters` (flat, [network.size]) and the optimiser's slots ([network.trainableSize]), `features` [batch, columns], `targets`
 * [batch, classes] (one-hot or any distribution), the scalars `rate` (from the optimiser), `scale` (1 / batch) and, with
 * `l2`, `decay` (alpha / batch), the random numbers, and `lengths` where the network takes them.
 * Outputs: `parametersAfter`, each slot's `…After`, `loss`.
 *
 * The loss is the mean cross-entropy of softmax over the network's output plus, with `l2`, decay / 2 · ‖kernels‖²
 * as in scikit-learn's MLPClassifier.
 */
export function trainingGraph(network: Network, optimizer: Optimizer, l2: boolean): TrainingGraph {
  const graph = new GraphBuilder();
  const flat = graph.input("parameters", [network.size]);
  const slots = optimizer.slots.map((slot) => graph.input(slot, [network.trainableSize]));
  const x = graph.input("features", ["batch", network.columns]);
  const targets = graph.input("targets", ["batch", ...network.outputShape]);
  const rate = graph.input("rate", []);
  const scale = graph.input("scale", []);
  const { trainable, parameters } = splitParameters(graph, network, flat);

  const emitted = network.emit(graph, x, parameters, true);
  const logProbabilities = graph.op("LogSoftmax", [emitted.output], { axis: -1 });
  const total = graph.op("ReduceSum", [graph.op("Mul", [targets, logProbabilities])], {
    keepdims: 0,
  });
  let loss = graph.op("Neg", [graph.op("Mul", [total, scale])]);
  const error = graph.op("Sub", [graph.op("Exp", [logProbabilities]), targets]);
  let gradients = emitted.backward(graph.op("Mul", [error, scale]));

  if (l2) {
    const decay = graph.input("decay", []);
    const half = graph.op("Mul", [decay, graph.scalar(0.5)]);
    gradients = gradients.map((gradient, i) => {
      if (network.parameters[i]!.kind !== "kernel") return gradient;
      const kernel = parameters[i]!;
      const squares = graph.op("ReduceSumSquare", [kernel], { keepdims: 0 });
      loss = graph.op("Add", [loss, graph.op("Mul", [squares, half])]);
      return graph.op("Add", [gradient, graph.op("Mul", [kernel, decay])]);
    });
  }

  const gradient = join(graph, gradients);
  const after = optimizer.update(graph, { parameters: trainable, slots }, gradient, rate);
  const { state } = emitted;
  const whole = state.length === 0 ? after.parameters : join(graph, [after.parameters, ...state]);
  graph.output("parametersAfter", whole, [network.size]);
  for (const [i, slot] of optimizer.slots.entries()) {
    graph.output(`${slot}After`, after.slots[i]!, [network.trainableSize]);
  }
  graph.output("loss", loss, []);
  return { model: graph.encode(), randomInputs: emitted.randomInputs };
}

/** A network whose parameters are an input: `parameters` and `features` in, `probabilities` [batch, classes] out. */
export function evaluationGraph(network: Network): Uint8Array {
  const graph = new GraphBuilder();
  const flat = graph.input("parameters", [network.size]);
  const x = graph.input("features", ["batch", network.columns]);
  const { output } = network.emit(
    graph,
    x,
    splitParameters(graph, network, flat).parameters,
    false,
  );
  const probabilities = graph.op("Softmax", [output], { axis: -1 });
  graph.output("probabilities", probabilities, ["batch", ...network.outputShape]);
  return graph.encode();
}

/** The trainable part of the flat vector and all parameters in their shapes. */
function splitParameters(
  graph: GraphBuilder,
  { parameters, size, trainableSize }: Network,
  flat: string,
): { readonly trainable: string; readonly parameters: string[] } {
  const sizes = parameters.map((parameter) => parameter.size);
  const parts = graph.ops("Split", [flat, graph.integers(sizes)], sizes.length, { axis: 0 });
  const halves = [trainableSize, size - trainableSize];
  return {
    trainable:
      size === trainableSize
        ? flat
        : graph.ops("Split", [flat, graph.integers(halves)], 2, { axis: 0 })[0]!,
    parameters: parts.map((part, i) => {
      const { shape } = parameters[i]!;
      return shape.length === 1 ? part : graph.reshape(part, shape);
    }),
  };
}

function join(graph: GraphBuilder, arrays: readonly string[]): string {
  const flat = arrays.map((array) => graph.reshape(array, [-1]));
  return graph.op("Concat", flat, { axis: 0 });
}
