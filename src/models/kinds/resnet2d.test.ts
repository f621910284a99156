import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { labelledClips } from "../../datasets/labelled-clips.ts";
import { featureTable } from "../../node/feature-table.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { copySample } from "../../node/sample-clips.fixture.ts";
import { buildNetwork } from "../build-network.ts";
import { predictTrained } from "../inference/predictor.ts";
import { train } from "../models.fixture.ts";
import { presetModel } from "../presets.ts";

test("the stem and each stage halve frames and bands", () => {
  const network = buildNetwork(presetModel("resnet2d"), { inputShape: [151, 80], classes: 8 });
  const shapes = network.summary().matchAll(/conv2d.*\[batch, (\d+, \d+, \d+)\]/g);
  const sizes = new Set(Array.from(shapes, ([, size]) => size));
  expect([...sizes]).toEqual(["76, 40, 24", "38, 20, 24", "19, 10, 48", "10, 5, 96"]);
});

test("learns from faster and slower copies of recordings with random crops, masks and mixup, and repeats to the bit", async () => {
  const folder = await mkdtemp(join(tmpdir(), "affekt-resnet2d-"));
  await copySample(folder, ({ path }) => /-0[25]-02-0[12]-01-0[1-4]\./.test(path));
  const augmentation = { speed: { rate: [0.9, 1.1] }, copies: 2 } as const;
  const table = await featureTable([folder], { set: "frames-20ms", augmentation, cache: false });
  await rm(folder, { recursive: true });
  const { X, y, augmented } = labelledClips(table);
  const model = presetModel("resnet2d", {
    epochs: 6,
    batchSize: 8,
    mixup: 0.2,
    crops: { share: 0.8, views: 5 },
    specAugment: { frequencyMaskWidth: 8, timeMaskFrames: 15 },
  });
  const copies = augmented!.sources.map((source) => y[source]!);
  const options = { X: augmented!.X, y: copies, model, runtime: await nodeRuntime() };
  const trained = await train(options);
  expect(await train(options)).toEqual(trained);
  const { data } = await predictTrained(trained, X, options.runtime);
  const found = y.map((_, row) => trained.labels[data[2 * row]! > 0.5 ? 0 : 1]);
  expect(found.filter((emotion, row) => emotion === y[row]).length).toBeGreaterThan(0.8 * y.length);
});
