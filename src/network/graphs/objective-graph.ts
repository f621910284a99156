import type { Network } from "../network.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";
import { emitGradient, type GradientSettings } from "./gradient.ts";
import type { TrainingGraph } from "./training-graph.ts";

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
