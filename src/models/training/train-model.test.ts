import { beforeAll, expect, test } from "vitest";
import { type LabelledClips, labelledClips } from "../../datasets/labelled-clips.ts";
import { featureSet } from "../../features/sets/sets.ts";
import { rowOf } from "../../math/linear-algebra/matrix.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { inlinePool } from "../../parallel/inline-pool.ts";
import type { Epoch } from "../../training/fit-options.ts";
import { makeBlobs } from "../models.fixture.ts";
import { presetModel } from "../presets.ts";
import { trainModel } from "./train-model.ts";
import { trainJob, type TrainJobs } from "./train-on-rows.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

const { X, y } = makeBlobs(48, 3, 3, 0.5);

function blobs(labelOf = (label: string) => label): LabelledClips {
  const rows = y.map((label, row) => ({
    source: "blobs",
    path: `${row}.wav`,
    emotion: labelOf(label),
    speaker: String(row % 4),
    values: rowOf(X, row),
    startSeconds: 0,
    durationSeconds: 1,
    state: "ok" as const,
    warnings: [],
    samplesHash: row.toString(16).padStart(16, "0"),
  }));
  const set = featureSet({
    name: "blobs",
    statistics: ["mean"],
    descriptors: [{ name: "rms" }, { name: "zeroCrossingRate" }, { name: "spectralCentroid" }],
  });
  return labelledClips({ set, rows, failed: [], seconds: 0 });
}

const pool = () =>
  inlinePool<TrainJobs>({ train: (input, { signal }) => trainJob(input, { runtime, signal }) });
const model = presetModel("mlp", { epochs: 3 });

test("a pool gives the same model, with its epochs", async () => {
  const epochs: Epoch[] = [];
  const options = { model, seed: 2, validationSpeakers: 1 };
  const onEpoch = (epoch: Epoch): void => void epochs.push(epoch);
  const there = await trainModel(blobs(), { ...options, pool: pool(), onEpoch });
  const { created, ...here } = await trainModel(blobs(), { ...options, runtime });
  expect(there).toEqual({ ...here, created: there.created });
  expect(Date.parse(created)).not.toBeNaN();
  expect(epochs).toEqual(here.history);
  expect(here.data).toMatchObject({
    speakers: [expect.anything(), expect.anything(), expect.anything()],
  });
  expect(here.data.validationSpeakers).toHaveLength(1);
  expect(here.data.clipHashes).toHaveLength(36);
});

test.each([
  ["here", () => ({ runtime })],
  ["on a pool", () => ({ pool: pool() })],
])("an aborted training %s throws with the signal's reason", async (_, where) => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const training = trainModel(blobs(), {
    ...where(),
    model: presetModel("mlp", { epochs: 1000, patience: 1000 }),
    signal: controller.signal,
    onEpoch: ({ epoch }) => epoch === 2 && controller.abort(reason),
  });
  await expect(training).rejects.toMatchObject({ code: "interrupted", cause: reason });
  const before = trainModel(blobs(), { ...where(), model, signal: AbortSignal.abort(reason) });
  await expect(before).rejects.toMatchObject({ code: "interrupted", cause: reason });
});

test("a training here that is aborted after an epoch has the model so far", async () => {
  const controller = new AbortController();
  const training = trainModel(blobs(), {
    runtime,
    model,
    signal: controller.signal,
    onEpoch: ({ epoch }) => epoch === 2 && controller.abort(),
  });
  await expect(training).rejects.toMatchObject({
    partial: { interrupted: true, bestEpoch: 2, features: { hash: expect.any(String) } },
  });
});

test("states are not possible on a pool", async () => {
  const options = { model, pool: pool(), onState: () => {} };
  await expect(trainModel(blobs(), options)).rejects.toMatchObject({
    code: "invalid-argument",
    message: "training: onState and resume are not possible on a pool; leave pool out",
  });
});

test.each([
  ["label", (label: string) => `${label}\u001b[31m`, /^label: must be text of at most 200 char/],
  ["label", (label: string) => `${label}${"x".repeat(300)}`, /^label: must be text/],
])("a %s that no file can hold is refused before the training", async (_, labelOf, message) => {
  const epochs: Epoch[] = [];
  const onEpoch = (epoch: Epoch): void => void epochs.push(epoch);
  await expect(trainModel(blobs(labelOf), { model, runtime, onEpoch })).rejects.toMatchObject({
    code: "bad-data",
    message: expect.stringMatching(message),
  });
  expect(epochs).toEqual([]);
});

test("features that no file can describe are refused before the training", async () => {
  const epochs: Epoch[] = [];
  const onEpoch = (epoch: Epoch): void => void epochs.push(epoch);
  const set = featureSet("frames");
  const training = trainModel(
    { ...blobs(), set, clipSeconds: 3000 },
    { model: presetModel("tcn"), runtime, onEpoch },
  );
  await expect(training).rejects.toThrow(/at most 16777216 values a row, got \[300001, 64\]/);
  expect(epochs).toEqual([]);
});

test.each([
  [{ model, epochs: 3 }, "trainModel: has no option epochs; it takes model, seed, validationSp"],
  [{ model, threads: 0 }, "trainModel: threads must be an integer in [1, 1024], got 0"],
  [{}, 'trainModel: model must be a model such as presetModel("mlp"), got nothing'],
  [undefined, "trainModel: must be an object, got nothing"],
  [{ model: { kind: "mlp", settings: { epoch: 3 } }, runtime: {} }, "mlp: has no option epoch;"],
])("%j is refused", async (options, message) => {
  await expect(trainModel(blobs(), options as never)).rejects.toMatchObject({
    code: "invalid-argument",
    message: expect.stringContaining(message),
  });
});
