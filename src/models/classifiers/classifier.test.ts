import { beforeAll, describe, expect, test } from "vitest";
import { rowOf, selectRows } from "../../math/linear-algebra/matrix.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { EmotionModel } from "../../prediction/emotion-model.ts";
import { readModelInfo } from "../file/decode-model.ts";
import { encodeModel } from "../file/encode-model.ts";
import { LoadedModel } from "../file/loaded-model.ts";
import { kindOf } from "../kinds/model-kinds.ts";
import { membersOf, type ModelSpec, modelSpec } from "../model-spec.ts";
import { makeBlobs, modelOf, train } from "../models.fixture.ts";
import { type ModelName, PRESET_NAMES, presetModel } from "../presets.ts";
import { sequences } from "../sequences.fixture.ts";
import { Classifier } from "./classifier.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

const rowsFor = (spec: ModelSpec, rows: number, seed = 1) =>
  membersOf(spec).every(({ kind }) => kindOf(kind).takes.includes("vectors"))
    ? makeBlobs(rows, 24, 3, 0.3, seed)
    : sequences(rows, 0, seed);

// speech-finetuned takes the voice encoder's frames only; its own test has them
const NAMES = PRESET_NAMES.filter((name) => name !== "speech-finetuned");

describe.each<ModelName>([...NAMES, "mlp+lda", "attention-cnn+cnn"])(
  "a classifier of the kind %s",
  (name) => {
    const model = presetModel(name, { epochs: 5, batchSize: 8 });
    const { X, y } = rowsFor(model, 40);

    test("learns, predicts, and gives the same from its file", async () => {
      const classifier = new Classifier({ model, seed: 3, runtime });
      expect(await classifier.fit(X, y)).toBe(classifier);
      expect(classifier.classes).toEqual([...new Set(y)].sort());
      expect(classifier.nFeaturesIn).toBe(X.columns);
      const probabilities = await classifier.predictProba(X);
      expect([...rowOf(probabilities, 7)].reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      const logs = await classifier.predictLogProba(X);
      expect(logs.data[3]).toBe(Math.fround(Math.log(probabilities.data[3]!)));
      const predicted = await classifier.predict(X);
      const right = predicted.filter((label, row) => label === y[row]).length;
      expect(await classifier.score(X, y)).toBeCloseTo(right / y.length, 12);

      const bytes = encodeModel(classifier.toModel());
      const { labels, history } = { labels: classifier.classes, history: classifier.history };
      await classifier.release();
      await using loaded = Classifier.fromBytes(bytes, { runtime });
      expect(loaded.classes).toEqual(labels);
      expect(loaded.history).toHaveLength(history.length);
      expect(await loaded.predictProba(X)).toEqual(probabilities);
      expect(encodeModel({ ...loaded.toModel(), created: "2026-01-02T03:04:05Z" }).length).toBe(
        bytes.length - ".000".length,
      );
    });
  },
);

const { X, y } = makeBlobs(30, 4, 2, 0.5);
const model = modelSpec("mlp", { maxIter: 3 });

test("rows may be arrays; the seed decides", async () => {
  const arrays = Array.from({ length: X.rows }, (_, row) => [...rowOf(X, row)]);
  const probabilitiesBy = async (seed: number) =>
    (await new Classifier({ model, seed, runtime }).fit(arrays, y)).predictProba(arrays);
  const first = await probabilitiesBy(1);
  expect(
    await (await new Classifier({ model, seed: 1, runtime }).fit(X, y)).predictProba(X),
  ).toEqual(first);
  expect((await probabilitiesBy(2)).data).not.toEqual(first.data);
});

test("columns are numbered in the file unless they have names", async () => {
  const classifier = await new Classifier({ model, runtime }).fit(X, y);
  const infoOf = (options = {}) =>
    readModelInfo(encodeModel(classifier.toModel(options)), { name: "own.onnx" });
  expect(infoOf().features).toEqual({ columns: ["0", "1", "2", "3"] });
  expect(infoOf({ columns: ["a", "b", "c", "d"] }).features.columns).toEqual(["a", "b", "c", "d"]);
  expect(infoOf().training).toMatchObject({ sources: [], speakers: [], clips: 0, epochs: 3 });
  expect(() => classifier.toModel({ columns: ["a"] })).toThrow(
    "Classifier: columns must have 4 names for this mlp, got 1",
  );
});

test("the file of a classifier of plain columns takes no recordings", async () => {
  const classifier = await new Classifier({ model, runtime }).fit(X, y);
  const bytes = encodeModel(classifier.toModel());
  const loaded = await LoadedModel.load(bytes, { name: "own.onnx", runtime });
  expect(await loaded.predictProba(X)).toEqual(await classifier.predictProba(X));
  expect(() => new EmotionModel(loaded)).toThrow(
    expect.objectContaining({
      code: "mismatch",
      message: expect.stringMatching(
        /^own\.onnx: a classifier of 4 plain columns, which takes no recordings; .* affekt train$/,
      ),
    }),
  );
  await expect(loaded.predictProba(selectRows({ ...X, columns: 2 }, [0]))).rejects.toThrow(
    "own.onnx: the model takes 4 features, got 2",
  );
});

test("a model of recordings can be a classifier of its columns", async () => {
  const trained = await train({ X, y, model, runtime });
  const bytes = encodeModel(modelOf(trained));
  const loaded = await LoadedModel.load(bytes, { name: "model.onnx", runtime });
  const classifier = Classifier.fromBytes(bytes, { name: "model.onnx", runtime });
  expect(await classifier.predictProba(X)).toEqual(await loaded.predictProba(X));
  expect(classifier.toModel().features.set?.name).toBe("blobs");
  await expect(classifier.predict([[1, 2]])).rejects.toThrow(
    "model.onnx: learned from 4 features, got 2",
  );
});

test("an aborted fit throws with the signal's reason, and keeps what was learned before", async () => {
  const classifier = new Classifier({ model: modelSpec("mlp", { maxIter: 1000 }), runtime });
  const reason = new Error("enough");
  const controller = new AbortController();
  const fit = classifier.fit(X, y, {
    signal: controller.signal,
    onEpoch: ({ epoch }) => epoch === 2 && controller.abort(reason),
  });
  await expect(fit).rejects.toMatchObject({ code: "interrupted", cause: reason });
  expect(() => classifier.toModel()).toThrow("Classifier: is not fitted yet");
  await expect(classifier.predict(X)).rejects.toThrow("call fit first");

  await classifier.fit(X, y);
  const before = await classifier.predictProba(X);
  const aborted = classifier.fit(X, y.toReversed(), { signal: AbortSignal.abort(reason) });
  await expect(aborted).rejects.toMatchObject({ code: "interrupted", cause: reason });
  expect(await classifier.predictProba(X)).toEqual(before);
});

test.each([
  [{ modle: model }, 'Classifier: model must be a model such as presetModel("mlp"), got nothing'],
  [{ model, epochs: 3 }, "Classifier: has no option epochs; it takes seed, runtime, model"],
  [{ model: "mlp" }, "model: must be an object with kind and settings"],
  [{ model: { kind: "svm", settings: {} } }, "model: kind: must be one of mlp, cnn, "],
  [{ model: { kind: "mlp", settings: { epoch: 3 } } }, "mlp: has no option epoch; it takes hidden"],
  [{ model, seed: -1 }, "Classifier: seed must be an integer from 0, got -1"],
])("%j is refused", (options, message) => {
  expect(() => new Classifier(options as never)).toThrow(message);
});

test("what fit does not know is refused", async () => {
  const fit = new Classifier({ model, runtime }).fit(X, y, { epochs: 3 } as never);
  await expect(fit).rejects.toThrow("Classifier.fit: has no option epochs; it takes sampleWeight,");
  const labels = y.map((label) => `${label}\n`);
  const odd = await new Classifier({ model, runtime }).fit(X, labels);
  expect(() => encodeModel(odd.toModel())).toThrow("labels[0] must be text of at most 200 char");
});

test("features so large that there are no probabilities are told of", async () => {
  const { X, y } = makeBlobs(30, 40, 3, 0.5);
  const classifier = await new Classifier({ model, runtime }).fit(X, y);
  const huge = { ...X, data: X.data.map(() => 3e38) };
  await expect(classifier.predictProba(huge)).rejects.toMatchObject({
    code: "bad-data",
    message: expect.stringMatching(/^Classifier: the network gives no probabilities for row 0;/),
  });
});
