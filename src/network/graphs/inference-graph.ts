import type { Crops } from "../../augmentation/crops.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";
import type { Network } from "../network.ts";
import type { Shape } from "../shape.ts";
import { emitProbabilities } from "./probabilities.ts";

/** A tensor of a file. */
export interface HeldTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** Options of `inferenceGraph`. */
export interface InferenceOptions {
  /** All parameters, flat. */
  readonly parameters: Float32Array;
  /** Applied to the features first: `(x - mean) / scale`, with one value for each column of a vector or frame. */
  readonly scaler?: { readonly mean: Float32Array; readonly scale: Float32Array };
  /** Averages the probabilities over crops of sequences. */
  readonly crops?: Crops | undefined;
  /**
   * Divides the logarithms of the probabilities by a temperature, normalises them again, and spreads a share of each over all classes. The
   * temperature of a vector is higher by its mean square behind the scaler, where that is above 1, to the power `distance`.
   */
  readonly calibration?:
    | { readonly temperature: number; readonly smoothing: number; readonly distance: number }
    | undefined;
  /** Further tensors to store in the file. The graph does not use them. */
  readonly held?: readonly HeldTensor[] | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The ONNX model of a trained classifier: `features` [batch, columns] → `probabilities` [batch, classes].
 * Scaler, parameters and softmax are inside, under the names `scaler/mean`, `scaler/scale` and those of the network's parameters.
 * For a network with lengths, `features` are [batch, frames, width], and `lengths` [batch] tells the frames of each row that are no padding.
 */
export function inferenceGraph(
  network: Network,
  { parameters, scaler, crops, calibration, held = [], metadata }: InferenceOptions,
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
  const raw = emitProbabilities(graph, network, {
    features: x,
    parameters: names,
    crops,
  });
  const classes = network.outputShape[0]!;
  const probabilities = calibration ? emitCalibrated(graph, { raw, classes, x }, calibration) : raw;
  for (const { name, shape, values } of held) graph.tensor(name, shape, values);
  graph.output("probabilities", probabilities, ["batch", ...network.outputShape]);
  return graph.encode(metadata);
}

/** Probabilities below it are taken for it, so that each has a logarithm in float32. */
export const LEAST_PROBABILITY = 1e-30;

function emitCalibrated(
  graph: GraphBuilder,
  { raw, classes, x }: { readonly raw: string; readonly classes: number; readonly x: string },
  { temperature, smoothing, distance }: NonNullable<InferenceOptions["calibration"]>,
): string {
  const logs = graph.op("Log", [graph.max(raw, graph.scalar(LEAST_PROBABILITY))]);
  const common = graph.scalar(temperature);
  const own = distance === 0 ? common : graph.mul(emitDistance(graph, x, distance), common);
  const shares = graph.op("Softmax", [graph.div(logs, own)], { axis: -1 });
  return graph.add(
    graph.mul(shares, graph.scalar(1 - smoothing)),
    graph.scalar(smoothing / classes),
  );
}

function emitDistance(graph: GraphBuilder, x: string, power: number): string {
  const square = graph.mean(graph.mul(x, x), [1], true);
  return graph.op("Pow", [graph.max(square, graph.scalar(1)), graph.scalar(power)]);
}
