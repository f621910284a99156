import { castToFloat } from "../../graphs/comparisons.ts";
import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import { ones, zeros } from "../../initializers.ts";
import { layer, type Layer } from "../../layer.ts";
import type { Emission, Operation } from "../../operation.ts";
import { sizeOf } from "../../shape.ts";
import { affine, axesOfPlaces, spreadOverPlaces } from "../../operations/per-channel.ts";
import {
  type NormalizationOptions,
  perChannel,
  scaleAndShift,
} from "../../operations/scale-and-shift.ts";

/** Options of `batchNormalization`, Keras' `BatchNormalization`. */
export interface BatchNormalizationOptions extends NormalizationOptions {
  /** What the moving statistics keep of themselves in each step; default 0.99. */
  readonly momentum?: number;
}

/**
 * Gives each channel, the last dimension, mean 0 and variance 1 over the batch (trained: by moving statistics), then scales and shifts it;
 * any shape. Padding does not count. Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167.
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): Layer {
  return layer("batchNormalization", options, [normalization(options)]);
}

function normalization(options: BatchNormalizationOptions): Operation {
  const { momentum = 0.99, epsilon = 1e-3 } = options;
  return {
    kind: "batchNormalization",
    outputShape: (input) => input,
    parameters: (input) => [
      ...scaleAndShift(input, options),
      { name: "movingMean", kind: "statistic", initializer: zeros, ...perChannel(input) },
      { name: "movingVariance", kind: "statistic", initializer: ones, ...perChannel(input) },
    ],
    emit(emission, x) {
      const { graph, input, padding, training } = emission;
      const { gamma, movingMean, movingVariance } = namesOf(emission);
      const { output, mean, variance } = normalize(emission, x, epsilon);
      const moved = (old: string, now: string): string =>
        graph.add(
          graph.mul(old, graph.scalar(momentum)),
          graph.mul(now, graph.scalar(1 - momentum)),
        );
      return {
        output,
        statistics: training ? [moved(movingMean, mean), moved(movingVariance, variance)] : [],
        backward(gradient) {
          const deviation = deviationOf(graph, variance, epsilon);
          const scale = graph.div(gamma, deviation);
          const axes = axesOfPlaces(input);
          const sum = graph.sum(gradient, axes);
          const product = graph.sum(graph.mul(gradient, x), axes);
          const centred = graph.sub(product, graph.mul(mean, sum)); // Σ gradient · (x - mean)
          const parameters = [graph.div(centred, deviation), sum];
          const direct = graph.mul(gradient, spreadOverPlaces(graph, scale, input));
          if (!training) return { inputs: [direct], parameters };
          // through the batch's mean and variance: -scale / n · (Σ gradient + (x - mean) / deviation² · centred)
          const share = graph.div(scale, countOf(emission, x));
          const steepness = graph.div(centred, graph.mul(deviation, deviation));
          const slope = graph.op("Neg", [graph.mul(share, steepness)]);
          const shift = graph.op("Neg", [graph.add(graph.mul(share, sum), graph.mul(slope, mean))]);
          const indirect = affine(graph, x, input, { scale: slope, shift });
          const own = padding?.clear(indirect, input) ?? indirect;
          return { inputs: [graph.add(direct, own)], parameters };
        },
      };
    },
  };
}

function namesOf({
  parameters: [gamma = "", beta = "", movingMean = "", movingVariance = ""],
}: Emission) {
  return { gamma, beta, movingMean, movingVariance };
}

function deviationOf(graph: GraphBuilder, variance: string, epsilon: number): string {
  return graph.op("Sqrt", [graph.add(variance, graph.scalar(epsilon))]);
}

/** The normalised values, and the mean and variance of each channel that they were normalised by. */
function normalize(
  emission: Emission,
  x: string,
  epsilon: number,
): { readonly output: string; readonly mean: string; readonly variance: string } {
  const { graph, input, padding, training } = emission;
  const { gamma, beta, movingMean, movingVariance } = namesOf(emission);
  if (training && input.length === 3 && padding === undefined) {
    const scratch = (of: string): string => graph.sub(of, of); // the operator writes its statistics over those that it gets
    const inputs = [x, gamma, beta, scratch(movingMean), scratch(movingVariance)];
    const attributes = { training_mode: 1, momentum: { float: 0 }, epsilon: { float: epsilon } };
    const [output = "", mean = "", variance = ""] = graph.ops(
      "BatchNormalization",
      inputs,
      3,
      attributes,
    );
    return { output, mean, variance }; // with no momentum the statistics are the batch's
  }
  const { mean, variance } = training
    ? momentsOf(emission, x)
    : { mean: movingMean, variance: movingVariance };
  const scale = graph.div(gamma, deviationOf(graph, variance, epsilon));
  const shift = graph.sub(beta, graph.mul(mean, scale));
  return { output: affine(graph, x, input, { scale, shift }), mean, variance };
}

function momentsOf(emission: Emission, x: string): { mean: string; variance: string } {
  const { graph, input, padding } = emission;
  const axes = axesOfPlaces(input);
  const meanOf = (values: string): string =>
    padding === undefined
      ? graph.mean(values, axes)
      : graph.div(graph.sum(padding.clear(values, input), axes), countOf(emission, x));
  const mean = meanOf(x);
  const centred = graph.sub(x, spreadOverPlaces(graph, mean, input));
  return { mean, variance: meanOf(graph.mul(centred, centred)) };
}

/** How many values a channel has in the batch, without padding. */
function countOf({ graph, input, padding }: Emission, x: string): string {
  if (padding === undefined) {
    const size = castToFloat(graph, graph.op("Size", [x]));
    return graph.div(size, graph.scalar(input.at(-1)!));
  }
  const width = sizeOf(input.slice(1, -1));
  const steps = graph.op("ReduceSum", [padding.lengths], { keepdims: 0 });
  return graph.mul(steps, graph.scalar(width));
}
