import { beforeAll, expect, test } from "vitest";
import { selectRows } from "../math/matrix.ts";
import type { Runtime } from "../network/runtime.ts";
import { nodeRuntime } from "../node/native-runtime.ts";
import { CnnClassifier } from "./cnn.ts";
import { holdOut } from "./hold-out.ts";
import { MlpClassifier } from "./mlp.ts";
import { clouds } from "./models.fixture.ts";
import type { LabelledRows } from "./labelled-rows.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

/** Clouds with columns of spread 1 around 0, which a network takes without a scaler. */
function plainClouds(): { train: LabelledRows; test: LabelledRows } {
  const { X, y } = clouds(240, 20, 3, 1);
  const data = X.data.map((value, i) => (value - 3 * (i % 20)) / (1 + (i % 20)));
  const part = (from: number, to: number): LabelledRows => {
    const rows = Array.from({ length: to - from }, (_, i) => from + i);
    return { X: selectRows({ ...X, data }, rows), y: y.slice(from, to) };
  };
  return { train: part(0, 180), test: part(180, 240) };
}

function accuracy(found: readonly string[], wanted: readonly string[]): number {
  return found.filter((label, i) => label === wanted[i]).length / wanted.length;
}

test("MlpClassifier learns, with scikit-learn's attributes", async () => {
  const { train, test: held } = plainClouds();
  const classifier = new MlpClassifier({ runtime, learningRateInit: 0.01, randomState: 3 });
  expect(await classifier.fit(train.X, train.y)).toBe(classifier);
  expect(classifier.classes).toEqual(["class 0", "class 1", "class 2"]);
  expect(accuracy(await classifier.predict(held.X), held.y)).toBeGreaterThan(0.95);
  const { data, rows, columns } = await classifier.predictProbabilities(held.X);
  expect([data.length, rows, columns]).toEqual([180, 60, 3]);
  expect(classifier.lossCurve).toHaveLength(classifier.nIter);
  expect(classifier.bestLoss).toBe(Math.min(...classifier.lossCurve));
  await classifier.release();
  await expect(classifier.predict(held.X)).rejects.toThrow("call fit first");
});

test("MlpClassifier with early stopping holds rows out of training", async () => {
  const { train } = plainClouds();
  const scores: (number | undefined)[] = [];
  const classifier = new MlpClassifier({ runtime, earlyStopping: true, validationFraction: 0.2 });
  await classifier.fit(train.X, train.y, {
    onEpoch: (epoch) => scores.push(epoch.validationScore),
  });
  expect(scores).toHaveLength(classifier.nIter);
  expect(scores.every((score) => score !== undefined && score >= 0 && score <= 1)).toBe(true);
});

test("CnnClassifier learns", async () => {
  const { train, test: held } = plainClouds();
  const classifier = new CnnClassifier({
    runtime,
    filters: [8, 8],
    epochs: 30,
    learningRate: 0.01,
  });
  await classifier.fit(train.X, train.y);
  expect(accuracy(await classifier.predict(held.X), held.y)).toBeGreaterThan(0.9);
  expect(classifier.nIter).toBe(30);
  await expect(
    classifier.predict(selectRows({ ...held.X, columns: 10 }, [0])),
  ).rejects.toMatchObject({
    code: "mismatch",
    message: "predict: learned from 20 features, got 10",
  });
});

test("rows are held out class by class", () => {
  const { X, y } = clouds(100, 2, 2, 1);
  const uneven = { X, y: y.map((_, i) => (i < 90 ? "many" : "few")) };
  const { rest, held } = holdOut(uneven, 0.2, 1);
  expect(held.y.filter((label) => label === "few")).toHaveLength(2);
  expect(held.y.filter((label) => label === "many")).toHaveLength(18);
  expect(rest.X.rows).toBe(80);
  const all = new Set([...rest.X.data, ...held.X.data]);
  expect(all).toEqual(new Set(X.data));
  expect(holdOut(uneven, 0.2, 1)).toEqual({ rest, held });
  expect(() => holdOut({ X, y: y.with(0, "single") }, 0.1, 0)).toThrow(/"single" has a single row/);
  expect(() => holdOut(uneven, 1, 0)).toThrow(/between 0 and 1, got 1/);
});
