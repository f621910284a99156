import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EvaluationResult } from "../../evaluation/result.ts";
import { affekt, type Outcome } from "../command-line.fixture.ts";
import { infoOf } from "../model-files.fixture.ts";
import { corpus, putFiles } from "../recordings.fixture.ts";

let folder: string;
let five: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-settings-"));
  five = await putFiles(join(folder, "five"), corpus([1, 2, 3, 4, 5], 3));
});

afterAll(() => rm(folder, { recursive: true }));

function run(command: string, ...words: string[]): Promise<Outcome> {
  const set = words.includes("--set") ? [] : ["--set", "classic-180"];
  return affekt([command, five, ...set, ...words, "--jobs", "1"], join(folder, "cache"));
}

async function put(name: string, content: unknown): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

test("--param and --params reach any setting; --param overrides the file", async () => {
  const output = join(folder, "model.onnx");
  const file = await put("params.json", {
    hiddenLayerSizes: [7],
    maxIter: 2,
    loss: { name: "categoricalFocalCrossentropy", gamma: 1 },
  });
  const params = ["hiddenLayerSizes=[9, 5]", "solver=sgd", "loss.gamma=3", "shuffle=false"];
  const { stderr, status } = await run(
    "train",
    "--params",
    file,
    "-o",
    output,
    ...params.flatMap((one) => ["--param", one]),
  );
  expect(stderr).toContain("mlp 2 epochs");
  expect(status).toBe(0);
  expect((await infoOf(output)).model.settings).toMatchObject({
    hiddenLayerSizes: [9, 5],
    maxIter: 2,
    solver: "sgd",
    shuffle: false,
    loss: { name: "categoricalFocalCrossentropy", gamma: 3, alpha: 0.25 },
  });
});

test.each([
  ["alpha=-1", "mlp: alpha must be a number from 0, got -1"],
  ["alpha=much", 'mlp: alpha must be a number from 0, got "much"'],
  [
    "hiddenLayerSize=3",
    "mlp: has no option hiddenLayerSize; it takes hiddenLayerSizes, activation",
  ],
  ["loss.beta=3", "mlp: has no option loss.beta; it takes name, labelSmoothing"],
  ["alpha", "It must be a name and a value, such as alpha=0.01."],
])("--param %s is refused", async (param, message) => {
  const { status, stderr } = await run("train", "--param", param, "-o", join(folder, "no.onnx"));
  expect(stderr).toContain(message);
  expect(status).toBe(2);
});

test.each([
  ["[1]", 'must hold an object of settings, such as {"alpha": 0.01}', 2],
  ["{", "is not JSON", 2],
])("--params with %s is refused", async (content, message, status) => {
  const file = await put("bad.json", content);
  const outcome = await run("train", "--params", file, "-o", join(folder, "no.onnx"));
  expect(outcome).toMatchObject({ status, stderr: expect.stringContaining(message) });
});

test("each model of an evaluation takes the settings that it has; one of none is refused", async () => {
  const params = ["--param", "alpha=0.5", "--param", "kernelSize=3", "--epochs", "1"];
  const { stdout } = await run("evaluate", "--model", "mlp,cnn", ...params, "--json");
  const { models } = JSON.parse(stdout) as EvaluationResult;
  expect(models.map(({ settings }) => [settings["alpha"], settings["kernelSize"]])).toEqual([
    [0.5, undefined],
    [undefined, 3],
  ]);
  expect(await run("evaluate", "--model", "mlp,lda", "--param", "filters=[3]")).toMatchObject({
    status: 2,
    stderr: "affekt: mlp, lda: none of the models has the option filters\n",
  });
});

test("several sets are each evaluated with the models that take them", async () => {
  const sets = ["--set", "classic-180,frames", "--clip-seconds", "0.3"];
  const words = ["--model", "lda,mlp,tcn", "--epochs", "1"];
  const refused = await run("evaluate", ...sets, ...words);
  expect(refused).toMatchObject({
    status: 2,
    stderr: expect.stringContaining(
      "--clip-seconds applies to sequences of frames, but classic-180",
    ),
  });
  const { stdout } = await run("evaluate", "--set", "classic-180,frames", ...words, "--json");
  const { models } = JSON.parse(stdout) as EvaluationResult;
  expect(models.map(({ model, set }) => [model, set])).toEqual([
    ["lda", "classic-180"],
    ["mlp", "classic-180"],
    ["mlp", "frames"],
    ["tcn", "frames"],
  ]);
});

test.each([
  ["classic,classic-180", "lda,tcn", "tcn: fits none of classic, classic-180 and lda, tcn;"],
  ["classic,frames", "lda", "frames: fits none of classic, frames and lda;"],
])("--set %s --model %s is refused", async (sets, models, message) => {
  const { status, stderr } = await run("evaluate", "--set", sets, "--model", models);
  expect(stderr).toContain(message);
  expect(status).toBe(3);
});
