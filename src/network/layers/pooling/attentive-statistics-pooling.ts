import { fansOf, glorotUniform, zeros } from "../../initializers.ts";
import { layer, type Layer, type LayerOptions } from "../../layer.ts";
import { fromRows, toRows } from "../../graphs/layout.ts";
import type { Operation, ParameterSpec } from "../../operation.ts";
import { checkCounts } from "../../../options/option-checks.ts";
import { checkRank } from "../rank.ts";

/** Options of `attentiveStatisticsPooling`. */
export interface AttentiveStatisticsPoolingOptions extends LayerOptions {
  /** Units between the channels and the weights; default 128. */
  readonly units?: number;
  /** A weight for each channel of each step, as in ECAPA-TDNN, not one for all of them; default true. */
  readonly perChannel?: boolean;
}

/** Added to variances, so that the deviation of a channel that does not change has a gradient. */
const EPSILON = 1e-7;

/**
 * The mean and standard deviation of each channel over time, weighted by attention: `[time, channels]` → `[2 · channels]`.
 * The weights are the softmax over time, without padding, of tanh(x · attentionKernel + attentionBias) · weightKernel.
 *
 * Okabe et al. 2018, https://arxiv.org/abs/1803.10963; a weight for each channel: Desplanques et al. 2020 (ECAPA-TDNN), https://arxiv.org/abs/2005.07143.
 * Without the bias of their last layer, which softmax over time takes away again.
 */
export function attentiveStatisticsPooling(options: AttentiveStatisticsPoolingOptions = {}): Layer {
  const { units = 128, perChannel = true } = options;
  checkCounts("attentiveStatisticsPooling", { units });
  return layer("attentiveStatisticsPooling", options, [pooling(units, perChannel)]);
}

function pooling(units: number, perChannel: boolean): Operation {
  return {
    kind: "attentiveStatisticsPooling",
    outputShape(input) {
      checkRank(input, ["time", "channels"]);
      return [2 * input[1]!];
    },
    lengths: () => "ended",
    parameters([, channels = 0]) {
      const kernel = (name: string, shape: readonly number[]): ParameterSpec => ({
        name,
        kind: "kernel",
        shape,
        initializer: glorotUniform(),
        ...fansOf(shape),
      });
      return [
        kernel("attentionKernel", [channels, units]),
        {
          name: "attentionBias",
          kind: "bias",
          shape: [units],
          initializer: zeros,
          ...fansOf([channels, units]),
        },
        kernel("weightKernel", [units, perChannel ? channels : 1]),
      ];
    },
    emit({ graph, input, padding, parameters }, x) {
      const [attentionKernel = "", attentionBias = "", weightKernel = ""] = parameters;
      const [time = 0, channels = 0] = input;
      const scored = [time, perChannel ? channels : 1];
      const rows = toRows(graph, x, input);
      const hidden = graph.op("Tanh", [graph.op("Gemm", [rows, attentionKernel, attentionBias])]);
      const scores = fromRows(graph, graph.op("Gemm", [hidden, weightKernel]), scored);
      const weights = graph.op("Softmax", [padding?.lower(scores, scored) ?? scores], { axis: 1 });
      const mean = graph.sum(graph.mul(weights, x), [1], true); // [batch, 1, channels]
      const centred = graph.sub(x, mean);
      const squares = graph.mul(centred, centred);
      const variance = graph.sum(graph.mul(weights, squares), [1], true);
      const deviation = graph.op("Sqrt", [graph.add(variance, graph.scalar(EPSILON))]);
      const statistics = graph.op("Concat", [mean, deviation], { axis: 2 });
      return {
        output: graph.reshape(statistics, [-1, 2 * channels]),
        backward(gradient, wantInputs) {
          const sizes = graph.integers([channels, channels]);
          const upper = graph.reshape(gradient, [-1, 1, 2 * channels]);
          const [ofMean = "", ofDeviation = ""] = graph.ops("Split", [upper, sizes], 2, {
            axis: 2,
          });
          const ofVariance = graph.div(graph.mul(ofDeviation, graph.scalar(0.5)), deviation);

          const each = graph.add(graph.mul(x, ofMean), graph.mul(squares, ofVariance));
          const ofWeights = perChannel ? each : graph.sum(each, [2], true);
          const along = graph.sum(graph.mul(weights, ofWeights), [1], true);
          const ofScores = graph.mul(weights, graph.sub(ofWeights, along));

          const scoreRows = toRows(graph, ofScores, scored);
          const ofHidden = graph.op("Gemm", [scoreRows, weightKernel], { transB: 1 });
          const slope = graph.sub(graph.scalar(1), graph.mul(hidden, hidden));
          const ofSum = graph.mul(ofHidden, slope);
          const learned = [
            graph.op("Gemm", [rows, ofSum], { transA: 1 }),
            graph.sum(ofSum, [0]),
            graph.op("Gemm", [hidden, scoreRows], { transA: 1 }),
          ];
          if (!wantInputs) return { parameters: learned };
          const throughWeights = graph.op("Gemm", [ofSum, attentionKernel], { transB: 1 });
          const twice = graph.mul(graph.mul(centred, ofVariance), graph.scalar(2));
          const direct = graph.mul(weights, graph.add(ofMean, twice));
          const inputs = [graph.add(direct, fromRows(graph, throughWeights, input))];
          return { inputs, parameters: learned };
        },
      };
    },
  };
}
