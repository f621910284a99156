import ort from "onnxruntime-node";
import { beforeAll, describe, expect, test } from "vitest";
import { EMOTIONS } from "../../corpora/emotions.ts";
import { AffektError } from "../../errors.ts";
import { columnsOf } from "../../features/sets/columns.ts";
import { featureSet } from "../../features/sets/sets.ts";
import { type Matrix, selectRows } from "../../math/linear-algebra/matrix.ts";
import { Random } from "../../math/statistics/random.ts";
import { GraphBuilder } from "../../network/onnx/graph-builder.ts";
import { decodeOnnx, floatsOf } from "../../network/onnx/onnx-decoding.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { readModelInfo } from "./decode-model.ts";
import { encodeModel } from "./encode-model.ts";
import { LoadedModel } from "./loaded-model.ts";
import { makeBlobs, modelOf, train } from "../models.fixture.ts";
import { buildNetwork } from "../build-network.ts";
import { presetModel, PRESETS } from "../presets.ts";

const KINDS = ["mlp", "cnn"] as const;
let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

async function trainedBytes(kind: (typeof KINDS)[number], columns = 20): Promise<Uint8Array> {
  const rows = makeBlobs(64, columns, 4, 0.5);
  const trained = await train({
    ...rows,
    model: PRESETS[kind],
    runtime,
    onEpoch: ({ epoch }) => (epoch === 10 ? "stop" : undefined),
  });
  return encodeModel(modelOf(trained));
}

describe.each(KINDS)("the file of the model %s", (kind) => {
  test("gives in plain ONNX Runtime what Affekt predicts, from raw features", async () => {
    const bytes = await trainedBytes(kind);
    const { X, y } = makeBlobs(9, 20, 4, 0.5, 1);
    const ours = await (
      await LoadedModel.load(bytes, { name: "model.onnx", runtime })
    ).predictProba(X);

    const session = await ort.InferenceSession.create(bytes);
    expect(session.inputNames).toEqual(["features"]);
    const features = new ort.Tensor("float32", X.data, [X.rows, X.columns]);
    const { probabilities } = await session.run({ features });
    expect(probabilities!.dims).toEqual([9, 4]);
    expect(Array.from(probabilities!.data as Float32Array)).toEqual(Array.from(ours.data));

    const info = readModelInfo(bytes, { name: "model.onnx" });
    const answers = Array.from({ length: X.rows }, (_, row) => {
      const values = ours.data.subarray(row * 4, row * 4 + 4);
      expect(values.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      return info.labels[values.indexOf(Math.max(...values))];
    });
    expect(answers).toEqual(y);
  });

  test("holds its parameters under the names of their layers", async () => {
    const { tensors } = decodeOnnx(await trainedBytes(kind));
    const find = (name: string) => tensors.find((tensor) => tensor.name === name)!;
    expect(find("scaler/mean").dims).toEqual([20]);
    expect(floatsOf(find("dense_1/bias"))!.every(Number.isFinite)).toBe(true);
  });
});

describe("a file that is no model", () => {
  const open = (bytes: Uint8Array): Promise<string> =>
    LoadedModel.load(bytes, { name: "my.onnx", runtime }).then(
      () => "opened",
      (error: unknown) =>
        error instanceof AffektError ? `${error.code} ${error.message}` : "other",
    );

  test("cut anywhere", async () => {
    const bytes = await trainedBytes("mlp");
    for (const share of [0, 0.001, 0.1, 0.5, 0.9, 0.999]) {
      const answer = await open(bytes.subarray(0, Math.floor(share * bytes.length)));
      expect(answer).toMatch(/^unreadable my\.onnx: /);
    }
    expect(await open(bytes.subarray(0, bytes.length / 2))).toContain("cut short");
    expect(await open(bytes.subarray(0, bytes.length - 1))).toMatch(/^unreadable/);
  });

  test("not ONNX", async () => {
    expect(await open(new TextEncoder().encode("<!doctype html><p>Not found</p>"))).toMatch(
      /^unreadable my\.onnx: not an ONNX model/,
    );
  });

  test("ONNX of someone else", async () => {
    const graph = new GraphBuilder();
    graph.output("y", graph.op("Relu", [graph.input("x", [1])]), [1]);
    expect(await open(graph.encode({ author: "x" }))).toContain("without Affekt's description");
    expect(await open(graph.encode({ affekt: "{" }))).toContain("damaged");
    expect(await open(graph.encode({ affekt: '{"formatVersion":2,"labels":3}' }))).toContain(
      "damaged",
    );
    expect(await open(graph.encode({ affekt: '{"formatVersion":3}' }))).toContain("newer Affekt");
    expect(await open(graph.encode({ affekt: '{"formatVersion":1}' }))).toContain("older Affekt");
  });
});

test("features that do not fit are a mismatch", async () => {
  const model = await LoadedModel.load(await trainedBytes("mlp"), { name: "my.onnx", runtime });
  const narrow: Matrix = { data: new Float32Array(38), rows: 2, columns: 19 };
  await expect(model.predictProba(narrow)).rejects.toMatchObject({
    code: "mismatch",
    message: 'my.onnx: the model takes 20 features ("blobs"), got 19',
  });
  const holed: Matrix = { data: new Float32Array(20).fill(NaN, 7), rows: 1, columns: 20 };
  await expect(model.predictProba(holed)).rejects.toMatchObject({
    code: "bad-data",
    message: "my.onnx: every feature must be a finite number, got NaN in row 0, column 7",
  });
  expect(() => model.checkFeatures(featureSet("classic"))).toThrow(
    /^my\.onnx: the model takes the features "blobs" \(.*\), got "classic" \(.*\); extract/,
  );
  model.checkFeatures(model.info.features.set!);
});

test("a model without an epoch has no file", async () => {
  const rows = makeBlobs(64, 20, 4, 0.5);
  const trained = await train({ ...rows, model: presetModel("mlp", { epochs: 1 }), runtime });
  expect(() => encodeModel(modelOf({ ...trained, history: [], bestEpoch: 0 }))).toThrow(
    expect.objectContaining({
      code: "invalid-argument",
      message: expect.stringContaining("training.history must have a loss for each epoch"),
    }),
  );
});

test("bytes may be a Buffer's, at any place of its memory", async () => {
  const bytes = await trainedBytes("mlp");
  const buffer = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
  const { X } = makeBlobs(9, 20, 4, 0.5);
  const [ours, same] = await Promise.all(
    [bytes, buffer].map(async (file) =>
      (await LoadedModel.load(file, { name: "my.onnx", runtime })).predictProba(X),
    ),
  );
  expect(same).toEqual(ours);
});

test("many rows give what few rows give", async () => {
  const model = await LoadedModel.load(await trainedBytes("mlp"), { name: "my.onnx", runtime });
  const { X } = makeBlobs(1300, 20, 4, 0.5);
  const all = await model.predictProba(X);
  expect([all.rows, all.columns, all.data.length]).toEqual([1300, 4, 5200]);
  for (const row of [0, 511, 512, 1299]) {
    const one = await model.predictProba(selectRows(X, [row]));
    for (const [i, value] of one.data.entries())
      expect(all.data[row * 4 + i]).toBeCloseTo(value, 5);
  }
});

test("what the file says about the model", async () => {
  const rows = makeBlobs(64, 20, 4, 0.5);
  const trained = await train({ ...rows, model: PRESETS.mlp, runtime, validation: rows });
  const info = readModelInfo(encodeModel(modelOf(trained)), { name: "my.onnx" });
  expect(info).toMatchObject({
    formatVersion: 2,
    model: PRESETS.mlp,
    labels: ["class 0", "class 1", "class 2", "class 3"],
    training: { clips: 1, epochs: trained.history.length, bestEpoch: trained.bestEpoch },
  });
  expect(info.training.history.loss).toHaveLength(trained.history.length);
  expect(info.training.history.validationScore).toHaveLength(trained.history.length);
});

test("an MLP of all RAVDESS clips and 500 epochs takes at most 300 kB", () => {
  const columns = columnsOf(featureSet("classic"));
  const labels = EMOTIONS.slice(0, 8);
  const model = PRESETS.mlp;
  const size = buildNetwork(model, { inputShape: [columns.length], classes: labels.length }).size;
  const epoch = { epochs: 500, loss: 1 / 3, learningRate: 1e-3, validationScore: 1 / 7 };
  const random = new Random(1);
  const values = (count: number): Float32Array =>
    Float32Array.from({ length: count }, () => random.uniform());
  const trained = {
    spec: model,
    labels,
    inputShape: [columns.length],
    scaler: { mean: values(columns.length), scale: values(columns.length) },
    parameters: values(size),
    history: Array.from({ length: 500 }, (_, i) => ({ ...epoch, epoch: i + 1 })),
    bestEpoch: 500,
    interrupted: false,
    seed: 0,
  };
  const described = modelOf(trained);
  const speakers = Array.from(
    { length: 24 },
    (_, i) => `ravdess/${String(i + 1).padStart(2, "0")}`,
  );
  const clipHashes = Array.from({ length: 1440 }, () =>
    random.uint32().toString(16).padStart(16, "0"),
  );
  const bytes = encodeModel({
    ...described,
    features: { ...described.features, columns },
    data: { ...described.data, speakers, clipHashes, fingerprint: "0".repeat(40) },
  });
  expect(bytes.length).toBeLessThanOrEqual(300_000);
});
