import { createLayer, LAYER, type LayerOptions } from "../../layer.ts";
import type { Operation } from "../../operation.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { assertLayout } from "../../tensor-spec.ts";

/**
 * The mean and standard deviation of each channel over time, without padding: `[time, channels]` → `[2 · channels]`.
 * Snyder et al. 2018, https://doi.org/10.1109/ICASSP.2018.8461375, section 3.1.
 */
export function statisticsPooling(options: LayerOptions = {}): Layer {
  return createLayer("statisticsPooling", LAYER, options, () => [POOLING]);
}

/** Added to variances, so that the deviation of a constant channel has a gradient. */
const EPSILON = 1e-7;

const POOLING: Operation = {
  kind: "statisticsPooling",
  output(input) {
    assertLayout(input, "sequence");
    return { shape: [2 * input.shape[1]!], layout: "vector" };
  },
  lengths: () => "ended",
  emit({ graph, input, padding }, x) {
    const [time = 0, channels = 0] = input.shape;
    const count = padding
      ? graph.reshape(padding.lengths, [-1, 1, 1])
      : graph.floats([time], [1, 1, 1]);
    const clear = (values: string): string => padding?.clear(values, input) ?? values;
    const meanOf = (values: string): string => graph.div(graph.sum(values, [1], true), count);
    const mean = meanOf(clear(x)); // [batch, 1, channels]
    const centred = clear(graph.sub(x, mean));
    const variance = meanOf(graph.mul(centred, centred));
    const deviation = graph.sqrt(graph.add(variance, graph.scalar(EPSILON)));
    return {
      output: graph.reshape(graph.concat([mean, deviation], 2), [-1, 2 * channels]),
      backward(gradient) {
        const upper = graph.reshape(gradient, [-1, 1, 2 * channels]);
        const [ofMean = "", ofDeviation = ""] = graph.split(upper, [channels, channels], 2);
        const slope = graph.div(ofDeviation, deviation);
        const each = graph.add(graph.mul(centred, slope), ofMean);
        return { inputs: [clear(graph.div(each, count))] };
      },
    };
  },
};
