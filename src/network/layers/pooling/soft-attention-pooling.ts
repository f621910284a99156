import { fansOf } from "../../initializers.ts";
import { createLayer, LAYER, type LayerOptions } from "../../layer.ts";
import type { Operation } from "../../operation.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import { assertLayout } from "../../tensor-spec.ts";

/**
 * The mean over time, weighted by attention: `[time, channels]` → `[channels]`. The weights are the softmax over time, without padding,
 * of x · kernel. Mirsamadi et al. 2017, https://doi.org/10.1109/ICASSP.2017.7952552, equation 4.
 */
export function softAttentionPooling(options: LayerOptions = {}): Layer {
  return createLayer("softAttentionPooling", LAYER, options, () => [POOLING]);
}

const POOLING: Operation = {
  kind: "softAttentionPooling",
  output(input) {
    assertLayout(input, "sequence");
    return { shape: [input.shape[1]!], layout: "vector" };
  },
  lengths: () => "ended",
  parameters({ shape: [, channels = 0] }) {
    const shape = [channels, 1];
    const initializer = { name: "glorotNormal" } as const;
    return [{ name: "kernel", kind: "kernel", shape, initializer, ...fansOf(shape) }];
  },
  emit({ graph, input, padding, parameters: [kernel = ""] }, x) {
    const [time = 0, channels = 0] = input.shape;
    const rows = graph.reshape(x, [-1, channels]);
    const scores = graph.reshape(graph.op("Gemm", [rows, kernel]), [-1, time, 1]);
    const lowered = padding?.lower(scores, { shape: [time, 1], layout: "sequence" }) ?? scores;
    const weights = graph.op("Softmax", [lowered], { axis: 1 });
    return {
      output: graph.sum(graph.mul(weights, x), [1]),
      backward(gradient, wantInputs) {
        const upper = graph.reshape(gradient, [-1, 1, channels]);
        const ofWeights = graph.sum(graph.mul(x, upper), [2], true);
        const along = graph.sum(graph.mul(weights, ofWeights), [1], true);
        const ofScores = graph.mul(weights, graph.sub(ofWeights, along));
        const scoreRows = graph.reshape(ofScores, [-1, 1]);
        const parameters = [graph.op("Gemm", [rows, scoreRows], { transA: 1 })];
        if (!wantInputs) return { parameters };
        const through = graph.mul(ofScores, graph.reshape(kernel, [1, 1, channels]));
        return { inputs: [graph.add(graph.mul(weights, upper), through)], parameters };
      },
    };
  },
};
