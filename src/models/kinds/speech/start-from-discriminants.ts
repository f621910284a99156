import { type Matrix, rowOf } from "../../../math/linear-algebra/matrix.ts";
import type { Network } from "../../../network/network.ts";
import { GraphBuilder } from "../../../network/onnx/graph-builder.ts";
import { solveLda } from "../../../training/solvers/lda.ts";
import type { LinearModel } from "../../../training/solvers/linear-model.ts";
import { fitScaler, scaleFeatures } from "../../inference/standard-scaler.ts";
import type { StartInput } from "../model-kind.ts";

/** Options of `startFromDiscriminants`. */
export interface DiscriminantStart extends StartInput {
  /** The part of the network below its normalisation, whose parameters come first. */
  readonly pooling: Network;
  /** The starting values of its parameters. */
  readonly weights: Float32Array;
  readonly shrinkage: number;
  /** How many times as fast the head is to learn. */
  readonly headRate: number;
}

/**
 * The root mean square of the logits around their row's mean, to which the discriminants' scores are scaled: on the rows that they were solved
 * for they are far too sure.
 */
const SPREAD = 1;

/** Rows that go through the network at once. */
const ROWS_AT_ONCE = 64;

/**
 * Starting values of a network whose last layers are a normalisation and a dense layer: given ones below, then the mean and deviation of what
 * these make of the training rows, then the scores of shrunk linear discriminant analysis. With Adam, whose steps have one size for
 * all weights, a head learns faster whose inputs are larger and whose weights smaller by one factor.
 */
export async function startFromDiscriminants(options: DiscriminantStart): Promise<Float32Array> {
  const { network, drawn, weights, targets, shrinkage, headRate } = options;
  const pools = await poolsOf(options);
  const scaler = fitScaler(pools);
  const X = scaleFeatures(scaler, pools);
  const { kernel, bias } = solveLda({ X, targets }, { shrinkage });
  const factor = SPREAD / spreadOf({ kernel, bias }, X);
  const parts = [
    kernel.map((value) => (factor * value) / headRate),
    bias.map((value) => factor * value),
    scaler.mean,
    scaler.scale.map((deviation) => (deviation / headRate) ** 2),
  ];
  const start = Float32Array.from(drawn);
  start.set(weights);
  for (const [i, { offset }] of network.parameters.slice(-parts.length).entries()) {
    start.set(parts[i]!, offset);
  }
  return start;
}

/** The root mean square of the scores of rows around their row's mean. */
function spreadOf({ kernel, bias }: LinearModel, X: Matrix): number {
  const classes = bias.length;
  let sum = 0;
  for (let row = 0; row < X.rows; row++) {
    const scores = Float64Array.from(bias);
    for (const [c, value] of rowOf(X, row).entries()) {
      for (let k = 0; k < classes; k++) scores[k]! += value * kernel[c * classes + k]!;
    }
    const mean = scores.reduce((total, one) => total + one, 0) / classes;
    sum += scores.reduce((total, one) => total + (one - mean) ** 2, 0) / classes;
  }
  return Math.sqrt(sum / X.rows);
}

/** What the network below the head makes of the rows. */
async function poolsOf({ pooling, weights, X, runtime }: DiscriminantStart): Promise<Matrix> {
  const session = await runtime.createSession(graphOf(pooling, weights));
  const { rows, columns, sequences } = X;
  const [width = 0] = pooling.outputShape;
  const data = new Float32Array(rows * width);
  try {
    for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
      const end = Math.min(rows, start + ROWS_AT_ONCE);
      const features = {
        data: X.data.subarray(start * columns, end * columns),
        dims: [end - start, ...pooling.inputShape],
      };
      const lengths = {
        data: Float32Array.from(sequences!.lengths.subarray(start, end)),
        dims: [end - start],
      };
      const { pools } = await session.run({ features, lengths });
      data.set(pools!.data, start * width);
    }
  } finally {
    await session.release();
  }
  return { data, rows, columns: width };
}

function graphOf(pooling: Network, weights: Float32Array): Uint8Array {
  const graph = new GraphBuilder();
  const features = graph.input("features", ["batch", ...pooling.rowShape]);
  const parameters = pooling.parameters.map(({ name, shape, offset, size }) =>
    graph.tensor(name, shape, weights.subarray(offset, offset + size)),
  );
  const { output } = pooling.emit(graph, features, parameters, { training: false });
  graph.output("pools", output, ["batch", ...pooling.outputShape]);
  return graph.encode();
}
