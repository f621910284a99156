import { expect, test } from "vitest";
import { PRESET_NAMES } from "../models/presets.ts";
import { modelSpace } from "./model-space.ts";

const DATA = { sets: ["frames"], augmentations: [] };

test.each(PRESET_NAMES)("the default space of %s has the settings of the preset", (name) => {
  const { untuned, modelOf } = modelSpace([{ name }], DATA);
  expect(untuned[0]!.params).toBeDefined();
  expect(modelOf(untuned[0]!.params!).spec).toEqual(untuned[0]!.chosen.spec);
});

test("settings that are given are not searched", () => {
  const { space } = modelSpace(
    [{ name: "mlp", settings: { learningRate: 0.01, loss: { name: "categoricalCrossentropy" } } }],
    DATA,
  );
  expect(Object.keys(space)).toEqual([
    "hiddenLayerSizes",
    "activation",
    "alpha",
    "batchSize",
    "maxIter",
  ]);
});

test("conditions hold within a model", () => {
  const { space, modelOf } = modelSpace(
    [
      {
        name: "cnn",
        space: {
          "optimizer.momentum": {
            type: "float",
            low: 0,
            high: 0.9,
            when: { "optimizer.name": ["sgd"] },
          },
          "optimizer.name": { type: "categorical", choices: ["adam", "sgd"] },
        },
      },
      { name: "mlp" },
    ],
    { sets: ["a", "b"], augmentations: ["speed", "speed+room"] },
  );
  expect(space["cnn.optimizer.momentum"]!.when).toEqual({
    "cnn.optimizer.name": ["sgd"],
    model: ["cnn"],
  });
  const params = {
    model: "cnn",
    set: "b",
    augmentation: "speed+room",
    "cnn.optimizer.name": "sgd",
    "cnn.optimizer.momentum": 0.5,
  };
  expect(modelOf(params)).toMatchObject({
    model: "cnn",
    set: "b",
    augmentation: "speed+room",
    spec: { kind: "cnn", settings: { optimizer: { name: "sgd", momentum: 0.5 } } },
  });
});
