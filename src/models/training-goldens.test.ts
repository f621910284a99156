import { beforeAll, expect, test } from "vitest";
import { matrixFromRows } from "../math/matrix.ts";
import { inferenceGraph } from "../network/inference-graph.ts";
import type { Runtime } from "../network/runtime.ts";
import { nodeRuntime } from "../node/native-runtime.ts";
import { fit } from "../training/fit.ts";
import { largestError } from "../training/goldens.fixture.ts";
import cnnGolden from "./cnn-training.golden.json" with { type: "json" };
import { CNN_DEFAULTS } from "./cnn-settings.ts";
import { oneHot } from "./labels.ts";
import mlpGolden from "./mlp-training.golden.json" with { type: "json" };
import type { SingleModel } from "./model-kinds.ts";
import { MLP_DEFAULTS } from "./mlp-settings.ts";
import { buildNetwork, buildRecipe } from "./network-settings.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

interface Golden {
  readonly X: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly initial: readonly number[];
}

async function trainLike(model: SingleModel, { X: rows, y, initial }: Golden) {
  const X = matrixFromRows(rows);
  const network = buildNetwork(model, [X.columns], 3);
  const result = await fit({
    ...buildRecipe(model, X.rows),
    runtime,
    network,
    features: X,
    targets: oneHot(Uint32Array.from(y), 3),
    initial: Float32Array.from(initial),
    shuffle: false,
    seed: 0,
  });
  const session = await runtime.createSession(
    inferenceGraph({ network, parameters: result.parameters }),
  );
  const features = { data: X.data.subarray(0, 4 * X.columns), dims: [4, X.columns] };
  const { probabilities } = await session.run({ features });
  return {
    losses: result.history.map(({ loss }) => loss),
    parameters: result.parameters,
    probabilities: probabilities!.data,
  };
}

test.each(mlpGolden.cases)(
  "an MLP trains and stops as scikit-learn's: $settings",
  async (golden) => {
    const { settings } = golden;
    const model = {
      kind: "mlp",
      settings: {
        ...MLP_DEFAULTS,
        hiddenLayerSizes: [10],
        batchSize: 16,
        maxIter: settings.max_iter ?? 13,
        tol: settings.tol ?? 0,
        nIterNoChange: settings.n_iter_no_change ?? 100,
        activation: settings.activation as "relu",
        solver: settings.solver as "adam",
        alpha: settings.alpha,
        learningRate: (settings.learning_rate ?? "constant") as "constant",
        learningRateInit: settings.learning_rate_init ?? 1e-3,
        nesterovsMomentum: settings.nesterovs_momentum ?? true,
      },
    } as const;
    const { losses, parameters, probabilities } = await trainLike(model, mlpGolden);
    expect(largestError(losses, golden.losses, true)).toBeLessThan(1e-5);
    expect(largestError(parameters, golden.parameters)).toBeLessThan(1e-4);
    expect(largestError(probabilities, golden.probabilities)).toBeLessThan(1e-5);
  },
);

test("a CNN trains as Keras' for 51 steps", async () => {
  const model = {
    kind: "cnn",
    settings: { ...CNN_DEFAULTS, filters: [4, 6, 8], dropout: 0, batchSize: 16, epochs: 17 },
  } as const;
  const { losses, parameters, probabilities } = await trainLike(model, cnnGolden);
  const epochLosses = Array.from({ length: 17 }, (_, epoch) => {
    const [first = 0, second = 0, rest = 0] = cnnGolden.losses.slice(3 * epoch);
    return (16 * first + 16 * second + 8 * rest) / 40;
  });
  expect(largestError(losses, epochLosses, true)).toBeLessThan(1e-5);
  expect(largestError(parameters, cnnGolden.parameters)).toBeLessThan(1e-4);
  expect(largestError(probabilities, cnnGolden.probabilities)).toBeLessThan(1e-5);
});
