import type { Network } from "../network.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";
import { splitParameters } from "./flat-parameters.ts";

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
