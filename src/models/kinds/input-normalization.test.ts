import { expect, test } from "vitest";
import { matrixFromRows } from "../../math/linear-algebra/matrix.ts";
import { inferenceGraph } from "../../network/graphs/inference-graph.ts";
import { network } from "../../network/network.ts";
import { input } from "../../network/symbolic-tensor.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { largestError } from "../../training/goldens.fixture.ts";
import { decodeModel } from "../file/decode-model.ts";
import { encodeModel } from "../file/encode-model.ts";
import { predictTrained } from "../inference/predictor.ts";
import { ensemble, modelSpec } from "../model-spec.ts";
import { modelOf, train } from "../models.fixture.ts";
import { normalized, normalizedRows, startFromQuantiles } from "./input-normalization.ts";
import golden from "./normal-scores.golden.json" with { type: "json" };

const QUANTILE = { normalization: "quantile" } as const;
const X = matrixFromRows(golden.X);
const TEST = matrixFromRows(golden.test);

const start = input([X.columns]);
const scoring = network(start, normalized(QUANTILE, start));

test("the quantiles of the training rows are NumPy's", async () => {
  const drawn = scoring.initialize(0);
  const parameters = await startFromQuantiles(QUANTILE, { network: scoring, drawn, X });
  expect(largestError(parameters, golden.quantiles.flat())).toBeLessThan(1e-6);
  expect(
    await startFromQuantiles({ normalization: "standard" }, { network: scoring, drawn, X }),
  ).toBe(drawn);
});

test("scores, of training rows and in the graph, are those of interpolation from both sides", async () => {
  const drawn = scoring.initialize(0);
  const parameters = await startFromQuantiles(QUANTILE, { network: scoring, drawn, X });
  const rows = normalizedRows(QUANTILE, TEST, { network: scoring, parameters });
  expect(largestError(rows.data, golden.scores.flat())).toBeLessThan(1e-4);

  const runtime = await nodeRuntime();
  const session = await runtime.createSession(inferenceGraph(scoring, { parameters }));
  const { probabilities } = await session.run({
    features: { data: TEST.data, dims: [TEST.rows, TEST.columns] },
  });
  await session.release();
  const softmax = golden.scores.flatMap((row) => {
    const powers = row.map(Math.exp);
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  });
  expect(largestError(probabilities!.data, softmax)).toBeLessThan(1e-4);
});

test.each([
  ["mlp", modelSpec("mlp", { ...QUANTILE, learningRateInit: 0.02, hiddenLayerSizes: [16] })],
  ["cnn", modelSpec("cnn", { ...QUANTILE, epochs: 30, filters: [8] })],
  [
    "an ensemble of one with and one without",
    ensemble([
      modelSpec("mlp", { ...QUANTILE, learningRateInit: 0.02, hiddenLayerSizes: [16] }),
      modelSpec("mlp", { learningRateInit: 0.02, hiddenLayerSizes: [16] }),
    ]),
  ],
])(
  "%s learns from a column of which only the order of its values tells, and its file predicts the same",
  async (_, model) => {
    // most values are tiny, and the class is told by how tiny
    const rows = Array.from({ length: 200 }, (_row, i) => [10 ** (((i * 37) % 100) / 12 - 7), 1]);
    const y = rows.map(([value = 0]) => (value > 1e-3 ? "large" : "small"));
    const runtime = await nodeRuntime();
    const trained = await train({ X: matrixFromRows(rows), y, model, runtime });
    const { data } = await predictTrained(trained, matrixFromRows(rows), runtime);
    const right = y.filter((label, row) => data[2 * row]! > 0.5 === (label === "large"));
    expect(right.length).toBeGreaterThan(190);
    const read = decodeModel(encodeModel(modelOf(trained)), "model.onnx");
    expect((await predictTrained(read, matrixFromRows(rows), runtime)).data).toEqual(data);
  },
);

test("sequences have no quantiles", () => {
  expect(() => normalized(QUANTILE, input([20, 4]))).toThrow(
    "normalization: quantile takes one vector a recording, got sequences of [20, 4] values",
  );
});
