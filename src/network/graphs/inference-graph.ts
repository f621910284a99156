import { GraphBuilder } from "../onnx/graph-builder.ts";
import type { Network } from "../network.ts";

/** A trained network, to be written as an ONNX model that stands on its own. */
export interface InferenceOptions {
  readonly network: Network;
  /** All parameters, flat. */
  readonly parameters: Float32Array;
  /** Applied to the features first: `(x - mean) / scale`, one value a column, or one each of a frame's. */
  readonly scaler?: { readonly mean: Float32Array; readonly scale: Float32Array };
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The ONNX model of a trained classifier: `features` [batch, columns] in, `probabilities` [batch, classes] out;
 * scaler, parameters and softmax inside, under the names `scaler/mean`, `scaler/scale` and those of the network's parameters.
 * A network with lengths takes `features` [batch, frames, width] with `lengths` [batch]: frames from there on are padding, whatever they hold.
 */
export function inferenceGraph({
  network,
  parameters,
  scaler,
  metadata,
}: InferenceOptions): Uint8Array {
  const graph = new GraphBuilder();
  let x = graph.input("features", ["batch", ...network.rowShape]);
  if (scaler !== undefined) {
    const width = scaler.mean.length;
    const mean = graph.tensor("scaler/mean", [width], scaler.mean);
    const scale = graph.tensor("scaler/scale", [width], scaler.scale);
    x = graph.op("Div", [graph.op("Sub", [x, mean]), scale]);
  }
  const names = network.parameters.map(({ name, shape, offset, size }) =>
    graph.tensor(name, shape, parameters.subarray(offset, offset + size)),
  );
  const { output } = network.emit(graph, x, names, false);
  const probabilities = graph.op("Softmax", [output], { axis: -1 });
  graph.output("probabilities", probabilities, ["batch", ...network.outputShape]);
  return graph.encode(metadata);
}
