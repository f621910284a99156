import { beforeAll, describe, expect, test, vi } from "vitest";
import { selectRows } from "../../math/linear-algebra/matrix.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { CnnClassifier } from "./cnn-classifier.ts";
import { holdOut } from "./hold-out.ts";
import { MlpClassifier } from "./mlp-classifier.ts";
import { makeBlobs } from "../models.fixture.ts";
import type { LabelledRows } from "../labelled-rows.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

/** Clouds with columns of spread 1 around 0, which a network takes without a scaler. */
function plainClouds(): { train: LabelledRows; test: LabelledRows } {
  const { X, y } = makeBlobs(240, 20, 3, 1);
  const data = X.data.map((value, i) => (value - 3 * (i % 20)) / (1 + (i % 20)));
  const part = (from: number, to: number): LabelledRows => {
    const rows = Array.from({ length: to - from }, (_, i) => from + i);
    return { X: selectRows({ ...X, data }, rows), y: y.slice(from, to) };
  };
  return { train: part(0, 180), test: part(180, 240) };
}

test("MlpClassifier learns, with scikit-learn's attributes", async () => {
  const { train, test: held } = plainClouds();
  const classifier = new MlpClassifier({ runtime, learningRateInit: 0.01, seed: 3 });
  expect(await classifier.fit(train.X, train.y)).toBe(classifier);
  expect(classifier.classes).toEqual(["class 0", "class 1", "class 2"]);
  expect(await classifier.score(held.X, held.y)).toBeGreaterThan(0.95);
  const { data, rows, columns } = await classifier.predictProba(held.X);
  expect([data.length, rows, columns]).toEqual([180, 60, 3]);
  const logs = await classifier.predictLogProba(held.X);
  expect(logs.data[7]).toBeCloseTo(Math.log(data[7]!), 6);
  const { lossCurve, nIter } = classifier;
  expect(classifier).toMatchObject({
    bestLoss: Math.min(...lossCurve),
    loss: lossCurve.at(-1),
    validationScores: null,
    bestValidationScore: null,
    t: 180 * nIter,
    nFeaturesIn: 20,
    nLayers: 3,
    nOutputs: 3,
    outActivation: "softmax",
  });
  expect(lossCurve).toHaveLength(nIter);
  expect(classifier.coefs.map(({ rows, columns }) => [rows, columns])).toEqual([
    [20, 100],
    [100, 3],
  ]);
  expect(classifier.intercepts.map(({ length }) => length)).toEqual([100, 3]);
  await classifier.release();
  await expect(classifier.predict(held.X)).rejects.toThrow("MlpClassifier: is not fitted yet");
});

test("the score counts rows by their weights", async () => {
  const { train } = plainClouds();
  const classifier = new MlpClassifier({ runtime, maxIter: 50 });
  await classifier.fit(train.X, train.y);
  const y = train.y.with(0, "class 2"); // which row 0 is not
  expect(await classifier.score(train.X, y)).toBeCloseTo(179 / 180, 10);
  const weights = y.map((_, row) => (row === 0 ? 821 : 1));
  expect(await classifier.score(train.X, y, { sampleWeight: weights })).toBeCloseTo(0.179, 10);
});

test("MlpClassifier with early stopping holds rows out of training", async () => {
  const { train } = plainClouds();
  const scores: (number | undefined)[] = [];
  const classifier = new MlpClassifier({ runtime, earlyStopping: true, validationFraction: 0.2 });
  await classifier.fit(train.X, train.y, {
    sampleWeight: train.y.map(() => 2),
    onEpoch: (epoch) => scores.push(epoch.validationScore),
  });
  expect(classifier.validationScores).toEqual(scores);
  expect(scores.every((score) => score !== undefined && score >= 0 && score <= 1)).toBe(true);
  expect(classifier.t).toBe(144 * classifier.nIter);
  await expect(classifier.fit(train.X, train.y, { sampleWeight: [1] })).rejects.toThrow(
    "sampleWeight: must have one weight for each of the 180 rows, got 1",
  );
});

test("verbose writes what scikit-learn writes", async () => {
  const { train } = plainClouds();
  const log = vi.spyOn(console, "log").mockReturnValue();
  const options = { runtime, maxIter: 2, verbose: true, earlyStopping: true } as const;
  await new MlpClassifier(options).fit(train.X, train.y);
  expect(log.mock.calls.map(([line]) => String(line))).toEqual([
    expect.stringMatching(/^Iteration 1, loss = \d\.\d{8}\nValidation score: 0\.\d{6}$/),
    expect.stringMatching(/^Iteration 2, loss = /),
  ]);
  log.mockRestore();
});

describe("MlpClassifier refuses", () => {
  const { train } = plainClouds();
  const { X, y } = train;
  const other = y.map((label) => label.replace("0", "9"));
  const fitted = async (options: object): Promise<MlpClassifier> =>
    new MlpClassifier({ runtime, maxIter: 1, ...options }).fit(X, y);

  test.each([
    [{ alpha: -1 }, "MlpClassifier: alpha must be a number from 0, got -1"],
    [{ momentum: 1.5 }, "MlpClassifier: momentum must be a number in [0, 1], got 1.5"],
    [{ beta1: 1 }, "MlpClassifier: beta1 must be a number in [0, 1), got 1"],
    [{ maxFun: 0 }, "MlpClassifier: maxFun must be an integer from 1, got 0"],
    [
      { validationFraction: 1 },
      "MlpClassifier: validationFraction must be a number in [0, 1), got 1",
    ],
    [{ solver: "newton" }, 'MlpClassifier: solver must be one of adam, sgd, lbfgs, got "newton"'],
    [
      { activation: "gelu" },
      'MlpClassifier: activation must be one of identity, logistic, tanh, relu, got "gelu"',
    ],
  ])("%o", (options, message) => {
    expect(() => new MlpClassifier({ runtime, ...(options as object) })).toThrow(message);
  });

  test("a warm start with other classes or features", async () => {
    const classifier = await fitted({ warmStart: true });
    await expect(classifier.fit(X, other)).rejects.toThrow(
      "a warm start needs the classes of the fit before (class 0, class 1, class 2), got class 1, class 2, class 9",
    );
    const narrow = { data: new Float32Array(y.length), rows: y.length, columns: 1 };
    await expect(classifier.fit(narrow, y)).rejects.toThrow("learned from 20 features, got 1");
  });

  test("a partial fit that cannot be", async () => {
    const partial = (options: object, classes?: string[]): Promise<unknown> =>
      new MlpClassifier({ runtime, ...options }).partialFit(X, y, classes ? { classes } : {});
    await expect(partial({ solver: "lbfgs" })).rejects.toThrow(/^partialFit is only for .* lbfgs$/);
    await expect(partial({ earlyStopping: true })).rejects.toThrow(/leave earlyStopping out$/);
    await expect(partial({})).rejects.toThrow(/needs classes, .* in the first call$/);
    await expect(partial({}, ["class 0", "class 1"])).rejects.toThrow(/"class 2" is not one of/);
    const classifier = await fitted({});
    await expect(classifier.partialFit(X, y, { classes: other })).rejects.toThrow(
      /was called with the classes class 0, .* before, got class 1, class 2, class 9$/,
    );
  });
});

test("CnnClassifier learns as Keras' fit says, with validation rows and class weights", async () => {
  const { train, test: held } = plainClouds();
  const classifier = new CnnClassifier({
    runtime,
    filters: [8, 8],
    learningRate: 0.01,
    optimizer: { name: "adamw", weightDecay: 0.01 },
    patience: 30,
  });
  const fit = { epochs: 30, batchSize: 16, validation: held, classWeight: "balanced" } as const;
  await classifier.fit(train.X, train.y, fit);
  expect(await classifier.score(held.X, held.y)).toBeGreaterThan(0.9);
  expect(classifier.history).toHaveLength(30);
  expect(classifier.history[0]).toMatchObject({ epochs: 30, learningRate: 0.01 });
  await expect(
    classifier.predict(selectRows({ ...held.X, columns: 10 }, [0])),
  ).rejects.toMatchObject({
    code: "mismatch",
    message: "CnnClassifier: learned from 20 features, got 10",
  });
});

test("a callback stops the training, which keeps what it has", async () => {
  const { train } = plainClouds();
  const classifier = new CnnClassifier({ runtime, filters: [4] });
  await classifier.fit(train.X, train.y, {
    onEpoch: async ({ epoch }) => (epoch === 2 ? "stop" : undefined),
  });
  expect(classifier.history).toHaveLength(2);
  expect(await classifier.predict(train.X)).toHaveLength(180);
});

test("rows are held out class by class", () => {
  const y = Array.from({ length: 100 }, (_, i) => (i < 90 ? "many" : "few"));
  const { rest, held } = holdOut(y, 0.2, 1);
  expect(held.filter((row) => row >= 90)).toHaveLength(2);
  expect(held).toHaveLength(20);
  expect([...rest, ...held].toSorted((a, b) => a - b)).toEqual([...y.keys()]);
  expect(holdOut(y, 0.2, 1)).toEqual({ rest, held });
  expect(() => holdOut(["single", ...y], 0.1, 0)).toThrow(/"single" has a single row/);
  expect(() => holdOut(y, 1, 0)).toThrow(/between 0 and 1, got 1/);
});
