import type * as v from "valibot";
import { flag, integer, withDefault } from "../../../options/schema.ts";
import { fansOf } from "../../initializers.ts";
import { createLayer, layerOptions } from "../../layer.ts";
import type { Operation, ParameterSpec } from "../../operation.ts";
import { fromRows, toRows } from "../../operations/layout.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { assertLayout, type TensorSpec } from "../../tensor-spec.ts";

const OPTIONS = layerOptions({
  units: withDefault(integer({ text: "units between channels and weights", min: 1 }), 128),
  perChannel: withDefault(
    flag({ text: "a weight for each channel of each frame, as in ECAPA-TDNN, not one for all" }),
    true,
  ),
});

/** Options of `attentiveStatisticsPooling`. */
export type AttentiveStatisticsPoolingOptions = v.InferInput<typeof OPTIONS>;

/** Added to variances, so that the deviation of a constant channel has a gradient. */
const EPSILON = 1e-7;

/**
 * The mean and standard deviation of each channel over time, weighted by attention: `[time, channels]` → `[2 · channels]`.
 * The weights are the softmax over time, without padding, of tanh(x · attentionKernel + attentionBias) · weightKernel.
 *
 * Okabe et al. 2018, https://arxiv.org/abs/1803.10963. A weight for each channel: Desplanques et al. 2020 (ECAPA-TDNN), https://arxiv.org/abs/2005.07143.
 * The bias of their last layer is left out, as softmax over time cancels it.
 */
export function attentiveStatisticsPooling(options: AttentiveStatisticsPoolingOptions = {}): Layer {
  return createLayer("attentiveStatisticsPooling", OPTIONS, options, ({ units, perChannel }) => [
    pooling(units, perChannel),
  ]);
}

function pooling(units: number, perChannel: boolean): Operation {
  return {
    kind: "attentiveStatisticsPooling",
    output(input) {
      assertLayout(input, "sequence");
      return { shape: [2 * input.shape[1]!], layout: "vector" };
    },
    lengths: () => "ended",
    parameters({ shape: [, channels = 0] }) {
      const kernel = (name: string, shape: readonly number[]): ParameterSpec => ({
        name,
        kind: "kernel",
        shape,
        initializer: { name: "glorotUniform" },
        ...fansOf(shape),
      });
      return [
        kernel("attentionKernel", [channels, units]),
        {
          name: "attentionBias",
          kind: "bias",
          shape: [units],
          initializer: { name: "zeros" },
          ...fansOf([channels, units]),
        },
        kernel("weightKernel", [units, perChannel ? channels : 1]),
      ];
    },
    emit({ graph, input, padding, parameters }, x) {
      const [attentionKernel = "", attentionBias = "", weightKernel = ""] = parameters;
      const [time = 0, channels = 0] = input.shape;
      const scored: TensorSpec = { ...input, shape: [time, perChannel ? channels : 1] };
      const rows = toRows(graph, x, input);
      const hidden = graph.op("Tanh", [graph.op("Gemm", [rows, attentionKernel, attentionBias])]);
      const scores = fromRows(graph, graph.op("Gemm", [hidden, weightKernel]), scored);
      const weights = graph.op("Softmax", [padding?.lower(scores, scored) ?? scores], { axis: 1 });
      const mean = graph.sum(graph.mul(weights, x), [1], true); // [batch, 1, channels]
      const centred = graph.sub(x, mean);
      const squares = graph.mul(centred, centred);
      const variance = graph.sum(graph.mul(weights, squares), [1], true);
      const deviation = graph.sqrt(graph.add(variance, graph.scalar(EPSILON)));
      const statistics = graph.concat([mean, deviation], 2);
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
