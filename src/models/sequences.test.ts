import ort from "onnxruntime-node";
import { beforeAll, describe, expect, test } from "vitest";
import { matrixFromRows, rowShape, selectRows } from "../math/linear-algebra/matrix.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { nodeRuntime } from "../node/native-runtime.ts";
import { drain } from "../parallel/pool.ts";
import { argmaxRows } from "./labels.ts";
import { encodeModel } from "./file/encode-model.ts";
import { LoadedModel } from "./file/loaded-model.ts";
import { modelOf, train } from "./models.fixture.ts";
import { predictTrained } from "./inference/predictor.ts";
import { completeSpec, ensemble } from "./model-spec.ts";
import { presetModel } from "./presets.ts";
import { FRAMES, sequences, WIDTH } from "./sequences.fixture.ts";
import { fitScaler, scaleFeatures } from "./inference/standard-scaler.ts";
import { trainJob, trainOnRows } from "./training/train-on-rows.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

describe("a scaler of sequences", () => {
  test("measures the values of frames, without padding", () => {
    const { X } = sequences(12, 1e6);
    const { width, lengths } = X.sequences!;
    const frames = [...lengths].flatMap((length, row) =>
      Array.from({ length }, (_, f) => {
        const start = row * X.columns + f * width;
        return X.data.subarray(start, start + width);
      }),
    );
    const scaler = fitScaler(X);
    expect(scaler).toEqual(fitScaler(matrixFromRows(frames)));
    const scaled = scaleFeatures(scaler, X);
    expect(scaled.sequences).toBe(X.sequences);
    const all = scaleFeatures(scaler, matrixFromRows(frames));
    for (const [row, length] of lengths.entries()) {
      const own = scaled.data.subarray(row * X.columns, (row + 1) * X.columns);
      const before = lengths.slice(0, row).reduce((sum, one) => sum + one, 0);
      expect(own.subarray(0, length * width)).toEqual(
        all.data.subarray(before * width, (before + length) * width),
      );
      expect(own.subarray(length * width).every((value) => value === 0)).toBe(true);
    }
  });
});

describe.each(["cnn", "mlp"] as const)("the model %s on sequences", (name) => {
  const model = presetModel(name, { epochs: 12 });

  test("learns, and sees nothing of the padding", async () => {
    const trained = await train({ ...sequences(60, 7), model, runtime });
    expect(trained.inputShape).toEqual([FRAMES, WIDTH]);
    expect(trained).toEqual(await train({ ...sequences(60, -7), model, runtime }));
    const { X, y } = sequences(20, 0, 2);
    const probabilities = await predictTrained(trained, X, runtime);
    const answers = Array.from(argmaxRows(probabilities), (i) => trained.labels[i]);
    expect(answers.filter((answer, row) => answer === y[row]).length).toBeGreaterThan(17);
    expect(await predictTrained(trained, sequences(20, 9, 2).X, runtime)).toEqual(probabilities);
  });

  test("can be a job", async () => {
    const input = { ...sequences(20), spec: presetModel(name, { epochs: 2 }) };
    const { signal } = new AbortController();
    const job = structuredClone(await drain(trainJob(structuredClone(input), { runtime, signal })));
    expect(job).toEqual(await trainOnRows(input, { runtime }));
  });

  test("validates on sequences", async () => {
    const validation = sequences(20, 5, 3);
    const { history } = await train({ ...sequences(40), validation, model, runtime });
    expect(history.at(-1)?.validationScore).toBeGreaterThan(0.8);
    const others = { ...sequences(20, -5, 3) };
    const again = await train({ ...sequences(40), validation: others, model, runtime });
    expect(again.history).toEqual(history);
  });

  test("its file takes features and lengths, in plain ONNX Runtime, too", async () => {
    const trained = await train({
      ...sequences(40),
      model: presetModel(name, { epochs: 2 }),
      runtime,
    });
    const bytes = encodeModel(modelOf(trained));
    const loaded = await LoadedModel.load(bytes, { name: "my.onnx", runtime });
    const { X } = sequences(9, 3);
    const ours = await loaded.predictProba(X);
    expect(ours).toEqual(await predictTrained(trained, X, runtime));

    const session = await ort.InferenceSession.create(bytes);
    const { probabilities } = await session.run({
      features: new ort.Tensor("float32", X.data, [9, ...rowShape(X)]),
      lengths: new ort.Tensor("float32", Float32Array.from(X.sequences!.lengths), [9]),
    });
    expect(Array.from(probabilities!.data as Float32Array)).toEqual(Array.from(ours.data));

    const { sequences: _, ...flat } = X;
    await expect(loaded.predictProba(flat)).rejects.toMatchObject({
      code: "mismatch",
      message: 'my.onnx: the model takes 24 × 3 features ("blobs"), got 72',
    });
  });
});

test("many sequences give what few give", async () => {
  const trained = await train({
    ...sequences(40),
    model: presetModel("cnn", { epochs: 1 }),
    runtime,
  });
  const { X } = sequences(520);
  const all = await predictTrained(trained, X, runtime);
  const some = await predictTrained(trained, selectRows(X, [0, 511, 519]), runtime);
  for (const [i, row] of [0, 511, 519].entries()) {
    for (const c of [0, 1]) expect(all.data[row * 2 + c]).toBeCloseTo(some.data[i * 2 + c]!, 5);
  }
});

test("a model with crops averages over stretches of each sequence", async () => {
  const crops = { share: 0.6, views: 3 };
  const model = presetModel("cnn-bigru", { epochs: 2, crops });
  const trained = await train({ ...sequences(40, 7), model, runtime });
  expect(trained).toEqual(await train({ ...sequences(40, -7), model, runtime }));
  const { X } = sequences(5, 9, 2);
  const found = await predictTrained(trained, X, runtime);
  const loaded = await LoadedModel.load(encodeModel(modelOf(trained)), { name: "m.onnx", runtime });
  expect(await loaded.predictProba(X)).toEqual(found);

  const whole = { ...trained, spec: presetModel("cnn-bigru", { epochs: 2 }) };
  const { width, lengths } = X.sequences!;
  const counts = lengths.map((length) => Math.floor(crops.share * length));
  const each = await Promise.all(
    [0, 0.5, 1].map((place) => {
      const data = new Float32Array(X.data.length);
      for (const [row, count] of counts.entries()) {
        const start = row * X.columns + Math.floor((lengths[row]! - count) * place) * width;
        data.set(X.data.subarray(start, start + count * width), row * X.columns);
      }
      const stretches = { ...X, data, sequences: { width, lengths: counts } };
      return predictTrained(whole, stretches, runtime);
    }),
  );
  for (const [i, value] of found.data.entries()) {
    expect(value).toBeCloseTo(
      each.reduce((sum, { data }) => sum + data[i]! / 3, 0),
      6,
    );
  }
});

test("members of an ensemble with different crops are refused", () => {
  const members = [presetModel("tcn"), presetModel("tcn", { crops: { share: 0.5 } })];
  expect(() => completeSpec(ensemble(members))).toThrow(
    "tcn+tcn: all members must have the same crops; set them for the ensemble",
  );
  const model = presetModel("tcn+cnn", { crops: { share: 0.5 } } as object);
  expect(completeSpec(model)).toMatchObject({ kind: "ensemble" });
});
