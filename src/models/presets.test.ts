import { beforeAll, describe, expect, test } from "vitest";
import { rowShape } from "../math/linear-algebra/matrix.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { nodeRuntime } from "../node/native-runtime.ts";
import { encodeModel } from "./file/encode-model.ts";
import { LoadedModel } from "./file/loaded-model.ts";
import { makeBlobs, modelOf, train } from "./models.fixture.ts";
import { buildNetwork } from "./build-network.ts";
import { printedSettings } from "./printed-settings.ts";
import { predictTrained } from "./inference/predictor.ts";
import type { SingleModelSpec } from "./model-spec.ts";
import { type ModelName, PRESET_NAMES, presetModel, PRESETS } from "./presets.ts";
import { sequences } from "./sequences.fixture.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

const SIZES = [
  ["mlp", [193], 60_608],
  ["logistic", [193], 1552],
  ["ridge", [193], 1552],
  ["lda", [193], 1552],
  ["speech", [2304], 18_440],
  ["mlp+lda", [193], 62_160],
  ["resnet1d", [301, 64], 253_320],
  ["resnet2d", [301, 64], 207_442],
  ["cnn-bigru", [301, 64], 109_896],
  ["reslstm-sa", [87, 46], 46_552],
  ["transformer", [301, 64], 209_224],
  ["tcn", [301, 64], 151_816],
  ["attention-cnn", [301, 64], 163_144],
  ["functionals", [4647], 37_184],
  ["dnn", [4647], 1_340_648],
  ["speech-finetuned", [151, 768], 1_797_512],
  ["resnet2d", [150, 80], 207_442],
  ["tcn", [301, 60], 154_952],
] as const;

test.each(SIZES)("%s on %o describes itself", (name, row, parameters) => {
  const network = buildNetwork(presetModel(name), { inputShape: row, classes: 8 });
  expect(network.outputShape).toEqual([8]);
  expect(network.summary()).toContain(`Total params: ${parameters.toLocaleString("en-US")}\n`);
});

test("sizes are told of every preset but cnn, whose last layer depends on the features", () => {
  const told = new Set<string>(SIZES.map(([name]) => name));
  expect(PRESET_NAMES.filter((name) => !told.has(name))).toEqual(["cnn"]);
});

const OVER_FRAMES = [
  "resnet1d",
  "resnet2d",
  "tcn",
  "attention-cnn",
  "cnn-bigru",
  "reslstm-sa",
  "transformer",
  "attention-cnn+cnn",
] as const;
const LINEAR = ["logistic", "ridge", "lda", "mlp+lda"] as const;

describe.each([
  ...OVER_FRAMES.map((name) => ({ name, rowsOf: sequences })),
  ...LINEAR.map((name) => ({
    name,
    rowsOf: (rows: number, _padding = 0, seed = 1) => makeBlobs(rows, 20, 3, 2, seed),
  })),
])("the model $name", ({ name, rowsOf }) => {
  const model = presetModel(name, { epochs: 4 });

  test("learns, validates, and gives the same from its file; padding does not count", async () => {
    const [rows, validation] = [rowsOf(40, 7), rowsOf(20, 5, 2)];
    const trained = await train({ ...rows, validation, model, runtime });
    const { history } = trained;
    expect(history.at(-1)!.loss).toBeLessThan(history.length > 1 ? history[0]!.loss : Math.log(3));
    expect(history.every(({ validationScore }) => validationScore !== undefined)).toBe(true);
    const other = { ...rowsOf(40, -7), validation: rowsOf(20, -5, 2) };
    expect(await train({ ...other, model, runtime })).toEqual(trained);

    const probabilities = await predictTrained(trained, validation.X, runtime);
    expect(await predictTrained(trained, rowsOf(20, 1e6, 2).X, runtime)).toEqual(probabilities);
    const loaded = await LoadedModel.load(encodeModel(modelOf(trained)), {
      name: "my.onnx",
      runtime,
    });
    expect(loaded.info.model).toEqual(model);
    expect(await loaded.predictProba(validation.X)).toEqual(probabilities);
    await loaded.release();
  });
});

test.each([
  [
    "resnet2d",
    makeBlobs(12, 193, 3, 1),
    /^resnet2d: takes sequences of frames, got vectors of .*193/,
  ],
  ["mlp+tcn", makeBlobs(12, 193, 3, 1), /^tcn: takes sequences .* such as frames or frames-mfcc/],
  ["lda", sequences(12), /^lda: takes one vector a recording, got sequences of .*24.*3.* classic/],
  ["cnn+ridge", sequences(12), /^ridge: takes one vector/],
] as const)("%s refuses features of the wrong kind", async (name, rows, message) => {
  const model = presetModel(name);
  const refusal = { code: "mismatch", message: expect.stringMatching(message) };
  await expect(train({ ...rows, model, runtime })).rejects.toMatchObject(refusal);
  expect(() => buildNetwork(model, { inputShape: rowShape(rows.X), classes: 3 })).toThrow(
    expect.objectContaining(refusal),
  );
});

test.each([
  [
    { ...PRESETS.resnet1d.settings, blocks: 1.5 },
    "resnet1d",
    "blocks must be an integer in [1, 100]",
  ],
  [
    { ...PRESETS.resnet2d.settings, blocks: [2, 0, 3] },
    "resnet2d",
    "blocks[1] must be an integer in [1, 100]",
  ],
  [
    { ...PRESETS.resnet2d.settings, blocks: [2, 2] },
    "resnet2d",
    "blocks and filters must be as many, one of each a stage, got 2 and 3",
  ],
] as const)(
  "blocks of a residual network that make none are refused",
  (settings, kind, message) => {
    const model = { kind, settings } as SingleModelSpec;
    expect(() => buildNetwork(model, { inputShape: [64, 64], classes: 3 })).toThrow(
      `${kind}: ${message}`,
    );
  },
);

test.each([
  ["mlp", { maxIter: 9, learningRateInit: 0.1, nIterNoChange: 4, batchSize: 8 }],
  ["tcn", { epochs: 9, learningRate: 0.1, patience: 4, batchSize: 8 }],
  ["logistic", { C: 1, tol: 1e-4, maxIter: 9 }],
  ["ridge", { alpha: 1 }],
  ["lda", {}],
] as const)("%s takes of the common changes what it has", (name, settings) => {
  const changes = { epochs: 9, learningRate: 0.1, patience: 4, batchSize: 8 };
  expect(presetModel(name, changes).settings).toMatchObject(settings);
  const weighted = presetModel(name, { classWeight: "balanced" });
  expect(weighted.settings).toMatchObject({ classWeight: "balanced" });
});

test("what linear models do not have stays out of their settings", () => {
  const all = { epochs: 9, learningRate: 0.1, patience: 4, batchSize: 8, mixup: 0.2 };
  const names: readonly ModelName[] = ["logistic", "ridge", "lda"];
  const found = names.map((name) => Object.keys(presetModel(name, all).settings));
  expect(found).toEqual([["C", "tol", "maxIter", "loss"], ["alpha"], ["shrinkage"]]);
});

test.each(["svm", "mlp+", "lda+svm", ""])("%o is no model", (name) => {
  expect(() => presetModel(name as ModelName)).toThrow(
    /^model: must be one of mlp, cnn, .* joined by \+, got "(svm|)"$/,
  );
});

test("an ensemble's settings are printed with their members", () => {
  const printed = printedSettings(presetModel("ridge+ridge+logistic"));
  expect(printed).toMatchObject({ "1.ridge.alpha": 1, "2.ridge.alpha": 1, "3.logistic.C": 1 });
});
