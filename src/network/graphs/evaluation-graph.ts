import type { Crops } from "../../augmentation/crops.ts";
import type { Network } from "../network.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";
import { splitParameters } from "./flat-parameters.ts";
import { emitProbabilities } from "./probabilities.ts";

/** A network whose parameters are an input. Inputs: `parameters`, `features` [batch, ...rowShape] and, with lengths, `lengths`. Output: `probabilities` [batch, classes]. */
export function evaluationGraph(network: Network, crops?: Crops): Uint8Array {
  const graph = new GraphBuilder();
  const flat = graph.input("parameters", [network.size]);
  const features = graph.input("features", ["batch", ...network.rowShape]);
  const parameters = splitParameters(graph, network, flat).map(({ shaped }) => shaped);
  const probabilities = emitProbabilities(graph, network, { features, parameters, crops });
  graph.output("probabilities", probabilities, ["batch", ...network.outputShape]);
  return graph.encode();
}
