import { expect, test } from "vitest";
import { type Matrix, matrixFromRows, rowOf } from "../../../math/linear-algebra/matrix.ts";
import { dense } from "../../../network/layers/core/dense.ts";
import { inferenceGraph } from "../../../network/graphs/inference-graph.ts";
import { normalization } from "../../../network/layers/normalization/normalization.ts";
import { statisticsPooling } from "../../../network/layers/pooling/statistics-pooling.ts";
import { network } from "../../../network/network.ts";
import { input } from "../../../network/symbolic-tensor.ts";
import { nodeRuntime } from "../../../node/native-runtime.ts";
import { predictTrained } from "../../inference/predictor.ts";
import { runProbabilities } from "../../inference/probabilities.ts";
import { distinctLabels, labelIndices, oneHot } from "../../labels.ts";
import { train } from "../../models.fixture.ts";
import { modelSpec } from "../../model-spec.ts";
import { FRAMES, sequences, WIDTH } from "../../sequences.fixture.ts";
import { startFromDiscriminants } from "./start-from-discriminants.ts";

test.each([1, 3])(
  "scores are those of discriminant analysis on what the layers below make of the rows, scaled to one spread, with a rate of %d",
  async (headRate) => {
    const runtime = await nodeRuntime();
    const { X, y } = sequences(40, 7);
    const start = input([FRAMES, WIDTH], { lengths: true });
    const pooled = statisticsPooling()(start);
    const tuned = network(start, dense({ units: 2 })(normalization()(pooled)));
    const parameters = await startFromDiscriminants({
      network: tuned,
      pooling: network(start, pooled),
      drawn: tuned.initialize(0),
      weights: new Float32Array(0),
      X,
      targets: oneHot(labelIndices(y, distinctLabels(y)), 2),
      runtime,
      shrinkage: 0.3,
      headRate,
    });
    const session = await runtime.createSession(inferenceGraph(tuned, { parameters }));
    const found = await runProbabilities(session, X, 2);
    await session.release();

    const vectors = matrixFromRows(Array.from({ length: X.rows }, (_, row) => statisticsOf(row)));
    const model = modelSpec("lda", { shrinkage: 0.3 });
    const wanted = await predictTrained(
      await train({ X: vectors, y, model, runtime }),
      vectors,
      runtime,
    );
    const logits = (of: Matrix): number[] =>
      Array.from({ length: of.rows }, (_, row) => logit(rowOf(of, row)));
    const [own, theirs] = [logits(found), logits(wanted)];
    // two logits of which one is the other's negative differ by twice their distance from the mean
    const square = own.reduce((sum, one) => sum + (one / 2) ** 2, 0) / own.length;
    expect(Math.sqrt(square)).toBeCloseTo(1, 3);
    const factor = own[0]! / theirs[0]!;
    for (const [row, value] of own.entries()) expect(value).toBeCloseTo(factor * theirs[row]!, 2);

    function statisticsOf(row: number): number[] {
      const count = X.sequences!.lengths[row]!;
      const channels = Array.from({ length: WIDTH }, (_, channel) =>
        Array.from({ length: count }, (_, frame) => rowOf(X, row)[frame * WIDTH + channel]!),
      );
      const means = channels.map((values) => values.reduce((sum, one) => sum + one, 0) / count);
      const deviations = channels.map((values, channel) => {
        const squares = values.map((one) => (one - means[channel]!) ** 2);
        return Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / count + 1e-7);
      });
      return [...means, ...deviations];
    }
  },
);

function logit([first = 0, second = 0]: ArrayLike<number> & Iterable<number>): number {
  return Math.log(first / second);
}
