import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VERSION } from "../version.ts";
import { CHECKOUT, link, packPackage, type PackedPackage, run } from "./packed-package.fixture.ts";

let packed: PackedPackage;
beforeAll(() => {
  packed = packPackage();
  link("@types/node", packed.project);
  writeFileSync(join(packed.project, "package.json"), '{ "type": "module" }');
});
afterAll(() => packed.remove());

test("the tarball holds compiled code and types only, and is small", () => {
  const compiled = /^dist\/[\w/.-]+(\.js|\.d\.ts)$/;
  const others = packed.paths.filter((path) => !compiled.test(path) && path !== "README.md");
  expect(others).toEqual(["LICENSE", "package.json"]);
  expect(packed.paths.filter((path) => /\.(test|fixture|golden)\./.test(path))).toEqual([]);
  expect(packed.size).toBeLessThan(1_000_000);
});

test("plain Node imports it by its name, with the dependencies that it declares", () => {
  const script = `
    import { AffektError, MlpClassifier, parseRavdessName, VERSION } from "affekt";
    const mlp = new MlpClassifier({ hiddenLayerSizes: [4], maxIter: 200, learningRateInit: 0.05 });
    await mlp.fit([[0, 1], [1, 0], [0, 0.9], [0.9, 0]], ["a", "b", "a", "b"]);
    const answers = await mlp.predict([[0.1, 1], [1, 0.1]]);
    const { emotion } = parseRavdessName("03-01-05-01-02-01-07.wav");
    console.log(JSON.stringify({ answers, emotion, VERSION, error: new AffektError("silent", "x").name }));
  `;
  const printed = run(packed.project, process.execPath, ["--input-type=module", "-e", script]);
  expect(JSON.parse(printed)).toEqual({
    answers: ["a", "b"],
    emotion: "angry",
    VERSION,
    error: "AffektError",
  });
});

test("the command starts", () => {
  const main = join(packed.installed, "dist/cli/main.js");
  expect(run(packed.project, process.execPath, [main, "--version"])).toBe(`${VERSION}\n`);
  expect(run(packed.project, process.execPath, [main, "predict", "--help"])).toContain(
    "affekt predict model.onnx",
  );
});

const CONSUMER = `
import {
  AffektError, Classifier, CnnClassifier, encodeWav, type ErrorCode, type EvaluationResult, evaluateModels,
  featureTable, labelledClips, loadModel, type Matrix, MlpClassifier, type Protocol, presetModel, PRESETS,
  type RecordingPrediction, renderReport, saveModel, testModel, type TrainedModel, trainModel,
} from "affekt";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._: Equal<A, B> extends true ? [] : [never]): void {}

export async function main(signal: AbortSignal): Promise<void> {
  const mlp = new MlpClassifier({ hiddenLayerSizes: [300], earlyStopping: true });
  const fitted = await mlp.fit([[1, 2], [3, 4]], ["happy", "sad"], { signal });
  same<typeof fitted, MlpClassifier>();
  const labels = await fitted.predict([Float32Array.of(1, 2)]);
  same<typeof labels, string[]>();
  const probabilities = await fitted.predictProba({ data: Float32Array.of(1, 2), rows: 1, columns: 2 });
  same<typeof probabilities, Matrix>();
  await new CnnClassifier().fit(probabilities, ["happy"]);
  const fittedToo = await new Classifier({ model: presetModel("lda"), seed: 1 }).fit(probabilities, ["happy"]);
  same<typeof fittedToo, Classifier>();
  same<ReturnType<Classifier["toModel"]>, TrainedModel>();
  // @ts-expect-error: no setting of an MLP
  presetModel("mlp", { epoch: 3 });
  presetModel("mlp", { epochs: 3, hiddenLayerSizes: [9], learningRate: "adaptive" });
  // @ts-expect-error: not one of MLPClassifier's activations
  new MlpClassifier({ activation: "softmax" });
  // @ts-expect-error: labels are strings
  await mlp.fit([[1]], [1]);

  const table = await featureTable(["ravdess"], { set: "classic", jobs: 2, signal });
  const labelled = labelledClips(table);
  const model = await trainModel(labelled, { model: PRESETS.mlp, signal });
  await saveModel(model, "model.onnx");
  const protocols: Protocol[] = ["emobox-6"];
  const candidates = [{ name: "cnn", model: presetModel("cnn", { epochs: 5 }) }];
  const result = await evaluateModels(labelled, { protocols, candidates });
  same<typeof result, EvaluationResult>();
  const html = await renderReport(result);
  same<typeof html, string>();

  const loaded = await loadModel("model.onnx");
  const prediction = await loaded.predictFile("hello.wav");
  same<typeof prediction, RecordingPrediction>();
  const { open } = await testModel(loaded, labelled, { seed: 0 });
  same<typeof open.uar, number>();
  const bytes = encodeWav({ channels: [new Float32Array(100)], sampleRate: 16_000 });
  await loaded.predictAudio(bytes).catch((error: unknown) => {
    if (error instanceof AffektError) same<typeof error.code, ErrorCode>();
  });
}
`;

const BROWSER_CONSUMER = `
import { type EmotionModel, loadModel, MlpClassifier, webRuntime } from "affekt";
export async function main(bytes: Uint8Array): Promise<EmotionModel> {
  await new MlpClassifier({ runtime: webRuntime({ wasmPaths: "/ort/" }) }).fit([[1], [2]], ["a", "b"]);
  // @ts-expect-error: a browser has no files
  await loadModel("model.onnx");
  return loadModel(bytes, { wasmPaths: "/ort/" });
}
`;

describe("the types are exact", () => {
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    target: "es2024",
    types: [],
  };

  test.each([
    ["Node", CONSUMER, { module: "nodenext", lib: ["es2024"], types: ["node"] }],
    [
      "a bundler for Node",
      CONSUMER,
      {
        module: "preserve",
        moduleResolution: "bundler",
        customConditions: ["node"],
        lib: ["es2024", "dom"],
      },
    ],
    [
      "a bundler for browsers",
      BROWSER_CONSUMER,
      { module: "preserve", moduleResolution: "bundler", lib: ["es2024", "dom"] },
    ],
  ])("for %s", (_, source, compilerOptions) => {
    writeFileSync(join(packed.project, "consumer.ts"), source);
    writeFileSync(
      join(packed.project, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: { ...strict, ...compilerOptions },
        files: ["consumer.ts"],
      }),
    );
    expect(compile(packed.project)).toBe("");
  });
});

/** The compiler's complaints about a project. */
function compile(project: string): string {
  const tsc = join(CHECKOUT, "node_modules/typescript/bin/tsc");
  try {
    return run(project, process.execPath, [tsc, "-p", "."]);
  } catch (error) {
    return error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
  }
}
