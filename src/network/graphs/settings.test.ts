import { expect, test } from "vitest";
import { dense } from "../layers.ts";
import { sequential } from "../network.ts";
import { input } from "../symbolic-tensor.ts";
import { optimizerOf, type OptimizerSettings } from "./optimizers.ts";
import type { LossSettings } from "./losses.ts";
import { trainingGraph } from "./training-graph.ts";

test.each<[object, string]>([
  [{ name: "adam", beta1: 1 }, "optimizer: beta1 must be a number in [0, 1), got 1"],
  [
    { name: "sgd", beta1: 0.9 },
    "optimizer: has no option beta1; it takes name, momentum, nesterov",
  ],
  [{ name: "lion" }, 'optimizer: name must be one of sgd, adam, adamw, rmsprop, got "lion"'],
])("an optimiser out of range is refused: %j", (settings, message) => {
  expect(() => optimizerOf(settings as OptimizerSettings)).toThrow(
    expect.objectContaining({ code: "invalid-argument", message }),
  );
});

test.each<[object, string]>([
  [
    { name: "categoricalFocalCrossentropy", alpha: 0 },
    "loss: alpha must be a number above 0, got 0",
  ],
  [{ name: "meanSquaredError", gamma: 1 }, "loss: has no option gamma; it takes name"],
  [
    { name: "hinge" },
    'loss: name must be one of categoricalCrossentropy, categoricalFocalCrossentropy, meanSquaredError, got "hinge"',
  ],
])("a loss out of range is refused: %j", (loss, message) => {
  const network = sequential([input([3]), dense({ units: 2 })]);
  const settings = { loss: loss as LossSettings, decays: false, averages: false };
  expect(() => trainingGraph(network, optimizerOf({ name: "sgd" }), settings)).toThrow(
    expect.objectContaining({ code: "invalid-argument", message }),
  );
});
