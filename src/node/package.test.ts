import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { build } from "vite";
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

test("the tarball holds compiled code, types, the web page, documents, examples and models only, and is small", () => {
  const known =
    /^(dist\/([\w/.-]+(\.js|\.d\.ts)|web\/[\w/.-]+\.(html|css|json|png|svg|webmanifest))$|docs\/|examples\/)/;
  const others = packed.paths.filter((path) => !known.test(path));
  expect(others.toSorted()).toEqual([
    "AGENTS.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "llms.txt",
    "models/ATTRIBUTION.md",
    "models/LICENSE-encoder.txt",
    "models/default.onnx",
    "models/encoder.onnx",
    "package.json",
    "samples/README.md",
  ]);
  expect(packed.paths.filter((path) => /\.(test|fixture|golden)\./.test(path))).toEqual([]);
  expect(packed.size).toBeLessThan(10_000_000);
});

test("links between the package's documents lead somewhere", () => {
  const documents = packed.paths.filter((path) => path.endsWith(".md"));
  expect(documents.length).toBeGreaterThan(4);
  const dead = documents.flatMap((path) => {
    const text = readFileSync(join(packed.installed, path), "utf8");
    return [...text.matchAll(/\]\((?![a-z]+:|#)([^)#]+)/g)]
      .map(([, link]) => posix.join(dirname(path), link!))
      .filter((link) => !existsSync(join(packed.installed, link)))
      .map((link) => `${path}: ${link}`);
  });
  expect(dead).toEqual([]);
});

test("each entry is exported, and the root has at most 80 names", () => {
  const entries = packed.paths.flatMap(
    (path) => /^dist\/entries\/(\w+)\.js$/.exec(path)?.[1] ?? [],
  );
  const { exports } = JSON.parse(readFileSync(join(CHECKOUT, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, unknown>>;
  };
  const subPaths = entries.filter((name) => name !== "root" && name !== "cdn");
  const files = ["affekt.js", "microphone-worklet.js", "package.json"];
  expect(Object.keys(exports).toSorted()).toEqual(
    [".", ...[...files, ...subPaths].map((name) => `./${name}`)].toSorted(),
  );
  const namesOf = (entry: string): string[] => {
    const text = readFileSync(join(packed.installed, `dist/entries/${entry}.d.ts`), "utf8");
    const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)];
    return lists.flatMap(([, names]) => names!.split(",").filter((name) => name.trim() !== ""));
  };
  const common = namesOf("root");
  for (const half of ["root.node", "root.browser"]) {
    expect(common.length + namesOf(half).length, half).toBeLessThanOrEqual(80);
  }
  expect(common.length).toBeGreaterThan(50);
});

test("plain Node imports it by its name, with the dependencies that it declares", () => {
  const script = `
    import { AffektError, MlpClassifier, VERSION } from "affekt";
    import { parseRavdessName } from "affekt/corpora";
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

test("a bundle of one name has the runtime of the platform, and little else", async () => {
  const entry = join(packed.project, "entry.js");
  writeFileSync(entry, 'import { Classifier } from "affekt"; globalThis.Classifier = Classifier;');
  const built = await build({
    root: packed.project,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      lib: { entry, formats: ["es"] },
      rollupOptions: { external: [/^onnxruntime/] },
    },
  });
  const bundles = built as { output: { code?: string; isEntry?: boolean }[] }[];
  const code = bundles
    .flatMap(({ output }) => output.filter(({ isEntry }) => isEntry))
    .map(({ code }) => code ?? "")
    .join("\n");
  expect(code).toMatch(/^setDefaultRuntime\(/m);
  expect(code).not.toMatch(/recordingsPage|renderReport/);
  expect(code.length).toBeLessThan(1_000_000);
});

const CONSUMER = `
import {
  AffektError, Classifier, CnnClassifier, encodeModel, type ErrorCode, type EvaluationResult, evaluateModels, featureTable,
  labelledClips, loadModel, type Matrix, MlpClassifier, presetModel, type Protocol, type RecordingPrediction, renderReport, saveModel,
  testModel, type TrainedModel, trainModel,
} from "affekt/node";
import { encodeWav } from "affekt/audio";
import { augmentedCopies } from "affekt/augmentation";
import { type Emotion, splitClips } from "affekt/corpora";
import type { ModelResult } from "affekt/evaluation";
import { type Frames, melSpectrogram, stftMagnitudes } from "affekt/features";
import { rowOf } from "affekt/math";
import { type Confusion, scores } from "affekt/metrics";
import { PRESETS } from "affekt/models";
import { input, layers, sequential } from "affekt/network";
import { recordingsSvg } from "affekt/pictures";
import { formatTable, tableData } from "affekt/tables";
import { TrainingError } from "affekt/training";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._: Equal<A, B> extends true ? [] : [never]): void {}

export async function main(signal: AbortSignal): Promise<void> {
  await using mlp = new MlpClassifier({ hiddenLayerSizes: [300], earlyStopping: true });
  const fitted = await mlp.fit([[1, 2], [3, 4]], ["happy", "sad"], { signal });
  same<typeof fitted, MlpClassifier>();
  const labels = await fitted.predict([Float32Array.of(1, 2)]);
  same<typeof labels, string[]>();
  const probabilities = await fitted.predictProba({ data: Float32Array.of(1, 2), rows: 1, columns: 2 });
  same<typeof probabilities, Matrix>();
  rowOf(probabilities, 0);
  await new CnnClassifier().fit(probabilities, ["happy"]);
  const fittedToo = await new Classifier({ model: presetModel("lda"), seed: 1 }).fit(probabilities, ["happy"]);
  same<typeof fittedToo, Classifier>();
  same<ReturnType<Classifier["toModel"]>, TrainedModel>();
  new Blob([encodeModel(fittedToo.toModel())]);
  // @ts-expect-error: no setting of an MLP
  presetModel("mlp", { epoch: 3 });
  presetModel("mlp", { epochs: 3, hiddenLayerSizes: [9], learningRate: "adaptive" });
  // @ts-expect-error: not one of MLPClassifier's activations
  new MlpClassifier({ activation: "softmax" });
  // @ts-expect-error: labels are strings
  await mlp.fit([[1]], [1]);

  const table = await featureTable(["ravdess"], { set: "classic", jobs: 2, signal });
  const labelled = labelledClips(table);
  formatTable(tableData(table), { format: "npz" });
  const model = await trainModel(labelled, { model: PRESETS.mlp, signal });
  await saveModel(model, "model.onnx");
  const protocols: Protocol[] = ["emobox-6"];
  const candidates = [{ name: "cnn", model: presetModel("cnn", { epochs: 5 }) }];
  const result = await evaluateModels(labelled, { protocols, candidates });
  same<typeof result, EvaluationResult>();
  same<(typeof result.models)[number], ModelResult>();
  const html = await renderReport(result);
  same<typeof html, string>();
  splitClips(labelled.clips, { protocol: "loso" });

  const loaded = await loadModel("model.onnx", { signal, onProgress: (received, total) => received / (total ?? 1) });
  await loadModel(new URL("https://example.org/model.onnx"));
  const prediction = await loaded.predictFile("hello.wav");
  same<typeof prediction, RecordingPrediction>();
  const { open } = await testModel(loaded, labelled, { seed: 0 });
  same<typeof open.uar, number>();
  const audio = { channels: [new Float32Array(100)], sampleRate: 16_000 };
  await loaded.predictAudio(audio);
  await loaded.predictAudio(await fetch("https://example.org/hello.wav"));
  await loaded.predictAudio(new Blob([encodeWav(audio)])).catch((error: unknown) => {
    if (error instanceof AffektError) same<typeof error.code, ErrorCode>();
    if (error instanceof TrainingError) error.partial;
  });
  await recordingsSvg([{ name: "hello", audio: { ...audio, format: "wav", warnings: [] } }]);
  augmentedCopies(audio.channels[0]!, { sampleRate: 16_000, augmentation: { gain: { decibels: [-6, 6] } } });
  const mel = melSpectrogram(stftMagnitudes(audio.channels[0]!), { sampleRate: 16_000 });
  same<typeof mel, Frames>();
  // @ts-expect-error: at which rate?
  melSpectrogram(stftMagnitudes(audio.channels[0]!), { nMels: 40 });
  scores([[1, 0], [0, 1]] satisfies Confusion);
  sequential([input([193, 1]), layers.conv1d({ filters: 64, kernelSize: 5 })]);
  const emotion: Emotion = "happy";
  void emotion;
}
`;

const BROWSER_CONSUMER = `
import { createPool, decodeAudio, type EmotionModel, featureTable, loadModel, MlpClassifier } from "affekt";
import { webRuntime } from "affekt/browser";
export async function main(files: FileList, buffer: AudioBuffer, signal: AbortSignal): Promise<EmotionModel> {
  await new MlpClassifier({ runtime: webRuntime({ wasmPaths: "/ort/" }) }).fit([[1], [2]], ["a", "b"]);
  await using pool = createPool({ jobs: 2 });
  await featureTable(files, { pool });
  const model = await loadModel("model.onnx", { wasmPaths: "/ort/", signal });
  await model.predictAudio(buffer);
  await model.predictAudio(files[0]!);
  await decodeAudio(await fetch("hello.wav"), { signal });
  // @ts-expect-error: a browser has no files
  await model.predictFile("hello.wav");
  return loadModel(new ArrayBuffer(8));
}
`;

const LIB = ["es2024", "esnext.disposable"];
const BUNDLER = {
  module: "preserve",
  moduleResolution: "bundler",
  lib: [...LIB, "dom", "dom.iterable"],
};

const CONSUMER_OF_ROOT = CONSUMER.replace('"affekt/node"', '"affekt"');
const BROWSER_CONSUMER_BY_NAME = BROWSER_CONSUMER.replace('"affekt"', '"affekt/browser"');

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
    ["Node", CONSUMER_OF_ROOT, { module: "nodenext", lib: LIB, types: ["node"] }],
    ["Node by its name", CONSUMER, { module: "nodenext", lib: LIB, types: ["node"] }],
    ["a bundler without conditions, Node by its name", CONSUMER, BUNDLER],
    ["a bundler for browsers, by their name", BROWSER_CONSUMER_BY_NAME, BUNDLER],
    ["a bundler for Node", CONSUMER_OF_ROOT, { ...BUNDLER, customConditions: ["node"] }],
    ["a bundler for browsers", BROWSER_CONSUMER, BUNDLER],
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
