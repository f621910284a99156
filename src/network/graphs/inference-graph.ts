import { GraphBuilder } from "../onnx/graph-builder.ts";
import type { Network } from "../network.ts";

/** Options of `inferenceGraph`. */
export interface InferenceOptions {
  /** All parameters, flat. */
  readonly parameters: Float32Array;
  /** Applied to the features first: `(x - mean) / scale`, with one value for each column of a vector or frame. */
  readonly scaler?: { readonly mean: Float32Array; readonly scale: Float32Array };
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The ONNX model of a trained classifier: `features` [batch, columns] → `probabilities` [batch, classes].
 * Scaler, parameters and softmax are inside, under the names `scaler/mean`, `scaler/scale` and those of the network's parameters.
 * For a network with lengths, `features` are [batch, frames, width], and `lengths` [batch] tells the frames of each row that are no padding.
 */
export function inferenceGraph(
  network: Network,
  { parameters, scaler, metadata }: InferenceOptions,
): Uint8Array {
  const graph = new GraphBuilder();
  let x = graph.input("features", ["batch", ...network.rowShape]);
  if (scaler !== undefined) {
    const width = scaler.mean.length;
    const mean = graph.tensor("scaler/mean", [width], scaler.mean);
    const scale = graph.tensor("scaler/scale", [width], scaler.scale);
    x = graph.div(graph.sub(x, mean), scale);
  }
  const names = network.parameters.map(({ name, shape, offset, size }) =>
    graph.tensor(name, shape, parameters.subarray(offset, offset + size)),
  );
  const { output } = network.emit(graph, x, names, false);
  const probabilities = graph.op("Softmax", [output], { axis: -1 });
  graph.output("probabilities", probabilities, ["batch", ...network.outputShape]);
  return graph.encode(metadata);
}
