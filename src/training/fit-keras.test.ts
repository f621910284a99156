import { beforeAll, expect, test } from "vitest";
import { type Matrix, matrixFromRows } from "../math/linear-algebra/matrix.ts";
import { input } from "../network/symbolic-tensor.ts";
import { activation } from "../network/layers/core/activation.ts";
import { dense } from "../network/layers/core/dense.ts";
import { sequential } from "../network/network.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { nodeRuntime } from "../node/native-runtime.ts";
import { fit } from "./fit.ts";
import { largestError } from "./goldens.fixture.ts";
import golden from "./keras.golden.json" with { type: "json" };
import type { FitSettings } from "./fit-settings.ts";
import type { ClassWeight } from "./training-settings.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

const network = sequential([
  input([4]),
  dense({ units: 5 }),
  activation({ activation: "tanh" }),
  dense({ units: 3 }),
]);
const oneHot = golden.y.map((label) => ["a", "b", "c"].map((other) => Number(label === other)));

function targetsOf({ loss }: Partial<FitSettings>): Matrix {
  return matrixFromRows(loss?.name === "meanSquaredError" ? golden.numbers : oneHot);
}

test.each(golden.cases)("$settings trains as in Keras", async (wanted) => {
  const { classWeight, ...settings } = wanted.settings as Partial<FitSettings> & {
    classWeight?: ClassWeight;
  };
  const weights = golden.y.map((label) => (classWeight as Record<string, number>)?.[label] ?? 1);
  const { history, parameters } = await fit({
    settings: {
      learningRate: 0.01,
      ...settings,
      epochs: wanted.losses.length,
      batchSize: golden.batchSize,
      shuffle: false,
    },
    runtime,
    network,
    X: matrixFromRows(golden.X),
    targets: targetsOf(settings),
    weights: Float32Array.from(weights),
    initial: Float32Array.from(golden.initial),
    seed: 0,
  });
  const losses = history.map(({ loss }) => loss);
  expect(largestError(losses, wanted.losses, true)).toBeLessThan(1e-5);
  expect(largestError(parameters, wanted.parameters)).toBeLessThan(1e-5);
});
