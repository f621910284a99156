import { describe, expect, test } from "vitest";
import { describeDeeply, describeOptions } from "../options/describe.ts";
import { COMMON_SETTING_NAMES, COMMON_SETTINGS } from "./kinds/common-settings.ts";
import { type KindName, kindOf, MODEL_KINDS } from "./kinds/model-kinds.ts";
import { completeSpec, ensemble, type ModelSpec, modelSpec } from "./model-spec.ts";
import { PRESET_NAMES, presetModel } from "./presets.ts";
import { printedSettings } from "./printed-settings.ts";
import { withSettings } from "./with-settings.ts";

const KINDS = Object.keys(MODEL_KINDS) as KindName[];

describe.each(KINDS)("the settings of %s", (kind) => {
  const { settings, common } = kindOf(kind);
  const described = describeDeeply(settings);

  test("are described with text and range", () => {
    for (const { name, text, allowed } of described) {
      expect([name, text, allowed]).toEqual([
        name,
        expect.stringMatching(/^\S.*\S$/),
        expect.stringMatching(/./),
      ]);
      expect(text).not.toMatch(/\.( |$)/); // a phrase
    }
    expect(new Set(described.map(({ name, variant }) => `${name} ${variant}`)).size).toBe(
      described.length,
    );
  });

  test("have defaults, which are those of a spec", () => {
    const defaults = new Map(Object.entries(modelSpec(kind).settings));
    for (const { name, default: value } of describeOptions(settings)) {
      if (typeof value !== "object") expect([name, value]).toEqual([name, defaults.get(name)]);
    }
    expect(described.every(({ required, name }) => !required || name.startsWith("schedule."))).toBe(
      true,
    );
    expect(completeSpec({ kind, settings: {} })).toEqual(modelSpec(kind));
  });

  test("include the own settings for the common ones", () => {
    const names = described.flatMap(({ name }) => [name, name.split(".")[0]]);
    expect(names).toEqual(expect.arrayContaining(Object.values(common)));
    expect(Object.keys(common).every((name) => name in COMMON_SETTINGS.entries)).toBe(true);
  });
});

test("nested settings are described by their paths, those of variants with their group", () => {
  const described = describeDeeply(kindOf("tcn").settings);
  const named = (wanted: string) => described.filter(({ name }) => name === wanted);
  expect(named("optimizer.name")).toMatchObject([
    { default: "adamw", allowed: "one of sgd, adam, adamw, rmsprop", text: "kind of optimizer" },
  ]);
  expect(named("optimizer.momentum")).toMatchObject([
    { variant: "sgd", default: 0, allowed: "a number in [0, 1]" },
    { variant: "rmsprop", default: 0, allowed: "a number in [0, 1)" },
  ]);
  expect(named("specAugment.timeMasks")).toMatchObject([{ default: 2 }]);
  expect(named("epochs")).toMatchObject([{ default: 40, min: 1 }]);
  expect(named("dropout")).toMatchObject([{ default: 0.1, min: 0, below: 1 }]);
});

test("the defaults of models and presets are complete", () => {
  expect(modelSpec("cnn").settings).toEqual({
    filters: [64, 128, 256],
    kernelSize: 5,
    dropout: 0.1,
    poolSize: 4,
    epochs: 50,
    batchSize: 32,
    learningRate: 1e-3,
    optimizer: { name: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    schedule: { name: "constant" },
    shuffle: true,
    l1: 0,
    l2: 0,
    minDelta: 1e-4,
    loss: { name: "categoricalCrossentropy", labelSmoothing: 0 },
    mixup: 0,
    emaMomentum: 0,
    normalization: "standard",
    monitor: "score",
  });
  for (const name of PRESET_NAMES) {
    const preset = presetModel(name);
    expect(completeSpec(preset)).toEqual(preset);
    expect(completeSpec(JSON.parse(JSON.stringify(preset)) as ModelSpec)).toEqual(preset);
  }
});

describe("presetModel", () => {
  test.each([
    [{ epoch: 3 }, "mlp: has no option epoch; it takes hiddenLayerSizes, activation, "],
    [{ hiddenLayerSizes: [0] }, "mlp: hiddenLayerSizes[0] must be an integer in [1, 1048576]"],
    [{ learningRate: "fast" }, "mlp: learningRate must be one of constant, invscaling, adaptive"],
    [{ learningRate: -1 }, "mlp: learningRateInit must be a number above 0, got -1"],
    [{ "loss.labelSmoothin": 0.1 }, "mlp: has no option loss.labelSmoothin; it takes name, label"],
    [{ constructor: 1 }, "mlp: has no option constructor"],
  ])("refuses %j", (settings, message) => {
    expect(() => presetModel("mlp", settings as never)).toThrow(message);
  });

  test("takes common settings and the kind's own, undefined ones not", () => {
    const { settings } = presetModel("mlp", {
      hiddenLayerSizes: [9],
      epochs: 4,
      learningRate: 0.1,
      patience: undefined,
      labelSmoothing: 0.2,
    });
    expect(settings).toMatchObject({
      hiddenLayerSizes: [9],
      maxIter: 4,
      learningRate: "constant",
      learningRateInit: 0.1,
      nIterNoChange: 10,
      alpha: 0.01,
      loss: { name: "categoricalCrossentropy", labelSmoothing: 0.2 },
    });
    expect(presetModel("mlp", { learningRate: "adaptive" }).settings.learningRate).toBe("adaptive");
  });

  test("keeps the kind of the loss when labels are smoothed", () => {
    const focal = { name: "categoricalFocalCrossentropy", gamma: 3 } as const;
    const { settings } = presetModel("cnn", { loss: focal, labelSmoothing: 0.1 });
    expect(settings.loss).toMatchObject({ ...focal, labelSmoothing: 0.1 });
  });

  test("gives members of an ensemble the settings that they have", () => {
    const model = presetModel("mlp+lda+logistic", {
      epochs: 7,
      C: 3,
      classWeight: "balanced",
    } as object);
    expect(model).toMatchObject({
      kind: "ensemble",
      settings: {
        members: [
          { kind: "mlp", settings: { maxIter: 7, classWeight: "balanced" } },
          { kind: "lda", settings: { classWeight: "balanced" } },
          { kind: "logistic", settings: { maxIter: 7, C: 3, classWeight: "balanced" } },
        ],
      },
    });
    expect(() => presetModel("mlp+lda", { kernelSize: 3 } as object)).toThrow(
      "mlp+lda: none of the models has the option kernelSize",
    );
  });
});

test("settings may be paths; another name of a group comes first and replaces the rest of it", () => {
  const changed = withSettings(presetModel("tcn"), {
    "optimizer.momentum": 0.8,
    "optimizer.name": "sgd",
    "schedule.warmupEpochs": 2,
  });
  expect(changed.settings).toMatchObject({
    optimizer: { name: "sgd", momentum: 0.8, nesterov: false },
    schedule: { name: "cosine", warmupEpochs: 2, alpha: 0 },
  });
  expect(withSettings(presetModel("tcn"), { "optimizer.beta1": 0.8 }).settings).toMatchObject({
    optimizer: { name: "adamw", beta1: 0.8, weightDecay: 0.01 },
  });
});

test.each(["svm", "constructor", "ensemble", undefined])(
  "modelSpec refuses the kind %s",
  (kind) => {
    expect(() => modelSpec(kind as never)).toThrow("model: kind: must be one of mlp, cnn, ");
  },
);

test("models with absurd numbers of layers are refused", () => {
  const resnet1d = { filters: Array<number>(100).fill(8), blocks: 100 };
  expect(() => completeSpec(modelSpec("resnet1d", resnet1d))).toThrow(
    "resnet1d: must have at most 1000 layers with weights, got 20002",
  );
  const many = ensemble(
    Array<ModelSpec>(100).fill(modelSpec("mlp", { hiddenLayerSizes: Array<number>(99).fill(1) })),
  );
  expect(() => completeSpec(many)).toThrow("at most 1000 layers with weights, got 10000");
  expect(() => ensemble(Array<ModelSpec>(101).fill(modelSpec("lda")))).toThrow("2 to 100 models");
  const nested = { kind: "ensemble", settings: { members: "mlp" } } as never;
  expect(() => completeSpec(nested)).toThrow("ensemble: members must be a list of models");
});

test("printed are the settings that tell a model from others", () => {
  expect(printedSettings(presetModel("cnn", { mixup: 0.2, classWeight: { sad: 2 } }))).toEqual({
    filters: [64, 128, 256],
    kernelSize: 5,
    dropout: 0.1,
    poolSize: 4,
    epochs: 50,
    batchSize: 32,
    learningRate: 1e-3,
    optimizer: "adam, beta1 0.9, beta2 0.999, epsilon 1e-7",
    schedule: "constant",
    normalization: "standard",
    mixup: 0.2,
    classWeight: "sad 2",
  });
  expect(COMMON_SETTING_NAMES).toContain("specAugment");
});
