import { expect, test } from "vitest";
import { matrixFromRows, selectRows } from "../../math/linear-algebra/matrix.ts";
import { inferenceGraph } from "../../network/graphs/inference-graph.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { fit } from "../../training/fit.ts";
import { largestError } from "../../training/goldens.fixture.ts";
import cnnGolden from "../classifiers/cnn-training.golden.json" with { type: "json" };
import { oneHot } from "../labels.ts";
import optionsGolden from "../classifiers/mlp-options.golden.json" with { type: "json" };
import mlpGolden from "../classifiers/mlp-training.golden.json" with { type: "json" };
import { encodeModel } from "../file/encode-model.ts";
import { LoadedModel } from "../file/loaded-model.ts";
import { makeBlobs, modelOf, train } from "../models.fixture.ts";
import { modelSpec, type SingleModelSpec } from "../model-spec.ts";
import { buildNetwork, fitSettingsOf } from "../build-network.ts";
import { predictTrained } from "../inference/predictor.ts";
import { presetModel } from "../presets.ts";
import { sequences } from "../sequences.fixture.ts";
import { trainNetwork } from "./train-network.ts";

interface Golden {
  readonly X: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly initial: readonly number[];
}

async function trainLike(
  runtime: Runtime,
  model: SingleModelSpec,
  { X: rows, y, initial }: Golden,
) {
  const X = matrixFromRows(rows);
  const network = buildNetwork(model, { inputShape: [X.columns], classes: 3 });
  const result = await fit({
    settings: { ...fitSettingsOf(model, X.rows), shuffle: false },
    runtime,
    network,
    X,
    targets: oneHot(Uint32Array.from(y), 3),
    initial: Float32Array.from(initial),
    seed: 0,
  });
  const session = await runtime.createSession(
    inferenceGraph(network, { parameters: result.parameters }),
  );
  const features = { data: X.data.subarray(0, 4 * X.columns), dims: [4, X.columns] };
  const { probabilities } = await session.run({ features });
  await session.release();
  return {
    losses: result.history.map(({ loss }) => loss),
    parameters: result.parameters,
    probabilities: probabilities!.data,
  };
}

/** The contract of every runtime for trainings. */
export function trainingContract(getRuntime: () => Runtime): void {
  test.each(mlpGolden.cases)(
    "an MLP trains and stops as scikit-learn's: $settings",
    async (golden) => {
      const { settings } = golden;
      const model = modelSpec("mlp", {
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
      });
      const { losses, parameters, probabilities } = await trainLike(getRuntime(), model, mlpGolden);
      expect(largestError(losses, golden.losses, true)).toBeLessThan(1e-5);
      expect(largestError(parameters, golden.parameters)).toBeLessThan(1e-4);
      expect(largestError(probabilities, golden.probabilities)).toBeLessThan(1e-5);
    },
  );

  test("a CNN trains as Keras' for 51 steps", async () => {
    const settings = { filters: [20, 20, 4], dropout: 0, batchSize: 16, epochs: 17 };
    const model = modelSpec("cnn", settings);
    const { losses, parameters, probabilities } = await trainLike(getRuntime(), model, cnnGolden);
    const epochLosses = Array.from({ length: 17 }, (_, epoch) => {
      const [first = 0, second = 0, rest = 0] = cnnGolden.losses.slice(3 * epoch);
      return (16 * first + 16 * second + 8 * rest) / 40;
    });
    expect(largestError(losses, epochLosses, true)).toBeLessThan(1e-5);
    expect(largestError(parameters, cnnGolden.parameters)).toBeLessThan(1e-4);
    expect(largestError(probabilities, cnnGolden.probabilities)).toBeLessThan(1e-5);
  });

  test.each(
    optionsGolden.fits.filter(
      ({ settings, classes }) =>
        "solver" in settings && settings.solver === "lbfgs" && classes === 3,
    ),
  )("L-BFGS goes as scikit-learn's: $settings, weighted: $weighted", async (golden) => {
    const { alpha, activation, max_iter: maxIter, max_fun: maxFun } = golden.settings;
    const { X, y, initial } = optionsGolden.data["3"];
    const { history, parameters } = await trainNetwork({
      spec: modelSpec("mlp", {
        hiddenLayerSizes: [6],
        solver: "lbfgs",
        alpha,
        activation: activation as "tanh",
        maxIter,
        maxFun,
      }),
      runtime: getRuntime(),
      X: matrixFromRows(X),
      y: y.map(String),
      labels: ["0", "1", "2"],
      seed: 0,
      initial: Float32Array.from(initial),
      ...(golden.weighted && { sampleWeight: optionsGolden.weights }),
    });
    expect(history).toHaveLength(golden.nIter);
    expect(largestError([history.at(-1)!.loss], [golden.loss], true)).toBeLessThan(1e-5);
    expect(largestError(parameters, golden.parameters)).toBeLessThan(1e-4);
  });

  // the presets' dropout and shuffling, too
  test.each(["mlp", "cnn"] as const)("%s trains the same to the bit again", async (name) => {
    const rows = makeBlobs(60, 20, 3, 1);
    const options = { ...rows, validation: rows, model: presetModel(name, { epochs: 3 }) };
    const first = await train({ ...options, seed: 4, runtime: getRuntime() });
    expect(await train({ ...options, seed: 4, runtime: getRuntime() })).toEqual(first);
    const other = await train({ ...options, seed: 5, runtime: getRuntime() });
    expect(other.parameters).not.toEqual(first.parameters);
  });

  test("a model learns from sequences of different lengths and sees nothing of their padding; its file predicts the same", async () => {
    const runtime = getRuntime();
    const model = presetModel("cnn", { epochs: 4 });
    const trained = await train({ ...sequences(40, 7), model, runtime });
    expect(await train({ ...sequences(40, -7), model, runtime })).toEqual(trained);
    const { X } = sequences(9, 3, 2);
    const probabilities = await predictTrained(trained, X, runtime);
    expect(await predictTrained(trained, sequences(9, 5, 2).X, runtime)).toEqual(probabilities);
    const loaded = await LoadedModel.load(encodeModel(modelOf(trained)), {
      name: "my.onnx",
      runtime,
    });
    expect(await loaded.predictProba(X)).toEqual(probabilities);
    const one = await loaded.predictProba(selectRows(X, [4]));
    expect(largestError(one.data, [...probabilities.data.subarray(8, 10)])).toBeLessThan(1e-6);
    await loaded.release();
  });

  test("a training leaves the thread to others now and then, so that a timer can end it", async () => {
    const stopping = new AbortController();
    const training = train({
      ...makeBlobs(200, 100, 3, 30),
      model: presetModel("mlp", { epochs: 1_000_000 }),
      runtime: getRuntime(),
      signal: stopping.signal,
      onEpoch: ({ epoch }) => {
        if (epoch === 1) setTimeout(() => stopping.abort(), 20);
      },
    });
    await expect(training).rejects.toMatchObject({
      code: "interrupted",
      partial: { history: expect.arrayContaining([expect.objectContaining({ epoch: 1 })]) },
    });
  });
}
