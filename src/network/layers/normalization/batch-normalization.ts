import * as v from "valibot";
import { number, withDefault } from "../../../options/schema.ts";
import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import { INITIALIZER } from "../../initializers.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import type { Emission, Operation } from "../../operation.ts";
import { affine, axesOfPlaces, spreadOverPlaces } from "../../operations/per-channel.ts";
import { perChannel, scaleAndShift } from "../../operations/scale-and-shift.ts";
import { sizeOf } from "../../shape.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { NORMALIZATION } from "./normalization-options.ts";

const OPTIONS = layerOptions({
  momentum: withDefault(
    number({ text: "share of the old value in the moving statistics", min: 0, max: 1 }),
    0.99,
  ),
  ...NORMALIZATION,
  movingMeanInitializer: v.optional(INITIALIZER, { name: "zeros" }),
  movingVarianceInitializer: v.optional(INITIALIZER, { name: "ones" }),
});

/** Options of `batchNormalization`, Keras' `BatchNormalization`. */
export type BatchNormalizationOptions = v.InferInput<typeof OPTIONS>;

/**
 * Gives each channel, the last dimension, mean 0 and variance 1 over the batch, then scales and shifts it. Outside of training,
 * moving statistics take the place of the batch's. Padding is ignored. Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167.
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): Layer {
  return createLayer("batchNormalization", OPTIONS, options, (complete) => [
    normalization(complete),
  ]);
}

function normalization(options: v.InferOutput<typeof OPTIONS>): Operation {
  const { momentum, epsilon, movingMeanInitializer, movingVarianceInitializer } = options;
  return {
    kind: "batchNormalization",
    output: (input) => input,
    parameters: (input) => [
      ...scaleAndShift(input, options),
      {
        name: "movingMean",
        kind: "statistic",
        initializer: movingMeanInitializer,
        ...perChannel(input),
      },
      {
        name: "movingVariance",
        kind: "statistic",
        initializer: movingVarianceInitializer,
        ...perChannel(input),
      },
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
          const slope = graph.neg(graph.mul(share, steepness));
          const shift = graph.neg(graph.add(graph.mul(share, sum), graph.mul(slope, mean)));
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
  return graph.sqrt(graph.add(variance, graph.scalar(epsilon)));
}

/** The normalised values, and the mean and variance of each channel by which they were normalised. */
function normalize(
  emission: Emission,
  x: string,
  epsilon: number,
): { readonly output: string; readonly mean: string; readonly variance: string } {
  const { graph, input, padding, training } = emission;
  const { gamma, beta, movingMean, movingVariance } = namesOf(emission);
  if (training && input.layout === "image" && padding === undefined) {
    const scratch = (of: string): string => graph.sub(of, of); // the operator overwrites the statistics that it gets
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

/** The number of values of a channel in the batch, without padding. */
function countOf({ graph, input, padding }: Emission, x: string): string {
  if (padding === undefined) {
    const size = graph.cast(graph.op("Size", [x]));
    return graph.div(size, graph.scalar(input.shape.at(-1)!));
  }
  const width = sizeOf(input.shape.slice(1, -1));
  return graph.mul(graph.total(padding.lengths), graph.scalar(width));
}
