import { inverseLogNormalCdf } from "../../../math/statistics/normal.ts";
import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import { createLayer, LAYER, type LayerOptions } from "../../layer.ts";
import type { Layer } from "../../symbolic-tensor.ts";

/** The number of quantiles of each column. */
export const QUANTILES = 32;

/** The share of the rows below each quantile. */
export const QUANTILE_SHARES: readonly number[] = Array.from(
  { length: QUANTILES },
  (_, k) => (k + 0.5) / QUANTILES,
);

/** The normal score of each quantile. */
const SCORES = QUANTILE_SHARES.map((share) => inverseLogNormalCdf(Math.log(share)));

/** What the score rises by from one quantile to the next. */
const RISES = SCORES.slice(1).map((score, k) => score - SCORES[k]!);

/** The width of the ramp over quantiles that are equal: a value on them gets the middle of their scores, as in scikit-learn. */
const RAMP = 1e-6;

/**
 * The normal score of each value of a vector, by the quantiles of the column in training: linear between them, and the first or last one's
 * outside of them. It does what scikit-learn's `QuantileTransformer(output_distribution="normal")` does, with scores that end at those
 * of the outermost quantiles. Training rows come as scores already, since their quantiles do not change: see `normalScores`. The
 * quantiles [QUANTILES, columns] are a statistic.
 */
export function normalScoring(options: LayerOptions = {}): Layer {
  return createLayer("normalScoring", LAYER, options, () => [
    {
      kind: "normalScoring",
      output: (input) => input,
      parameters: ({ shape: [columns = 0] }) => [
        {
          name: "quantiles",
          kind: "statistic",
          shape: [QUANTILES, columns],
          initializer: { name: "zeros" },
          fanIn: columns,
          fanOut: columns,
        },
      ],
      emit: ({ graph, input, training, parameters: [quantiles = ""] }, x) => ({
        output: training
          ? x
          : emitScores(graph, graph.reshape(x, [-1, 1, ...input.shape]), quantiles),
        statistics: [quantiles],
        // gradients are those of a training
        backward: (gradient) => ({ inputs: [gradient] }),
      }),
    },
  ]);
}

/** x is [batch, 1, columns]. */
function emitScores(graph: GraphBuilder, x: string, quantiles: string): string {
  const [low = ""] = graph.split(quantiles, [QUANTILES - 1, 1], 0);
  const [, high = ""] = graph.split(quantiles, [1, QUANTILES - 1], 0);
  // how much of the way from each quantile to the next a value has gone
  const way = graph.div(
    graph.add(graph.sub(x, low), graph.scalar(RAMP / 2)),
    graph.add(graph.sub(high, low), graph.scalar(RAMP)),
  );
  const share = graph.op("Clip", [way, graph.scalar(0), graph.scalar(1)]);
  const rises = graph.floats(RISES, [RISES.length, 1]);
  return graph.add(graph.sum(graph.mul(share, rises), [1]), graph.scalar(SCORES[0]!));
}

/** The scores of rows by quantiles, as the layer `normalScoring` gives them. Both are flat, [rows, columns] and [QUANTILES, columns]. */
export function normalScores(
  data: Float32Array,
  quantiles: Float32Array,
  columns: number,
): Float32Array {
  const scores = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const column = i % columns;
    let score = SCORES[0]!;
    for (let k = 0; k < RISES.length; k++) {
      const low = quantiles[k * columns + column]!;
      const way =
        (data[i]! - low + RAMP / 2) / (quantiles[(k + 1) * columns + column]! - low + RAMP);
      if (way <= 0) break;
      score += Math.min(1, way) * RISES[k]!;
    }
    scores[i] = score;
  }
  return scores;
}
