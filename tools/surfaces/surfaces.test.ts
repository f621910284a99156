import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM } from "../../src/browser/chromium.fixture.ts";
import { packPackage, type PackedPackage } from "../../src/node/packed-package.fixture.ts";
import { shippedFile } from "../../src/node/shipped-models.ts";
import { compare } from "./compare.ts";
import { library, NODE_SURFACES } from "./node-surfaces.ts";
import { pageSurfaces } from "./page-surfaces.ts";
import { classicModel, testRecordings } from "./recordings.ts";
import type { Probabilities, TestRecording } from "./surface.ts";

let folder: string;
let recordings: readonly TestRecording[];
const models: Record<string, string> = {};
const expected: Record<string, readonly Probabilities[]> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "affekt-surfaces-"));
  recordings = await testRecordings(["ravdess-sample"], join(folder, "recordings"), 3);
  models["classic"] = await classicModel(folder);
  models["default"] = shippedFile("default");
  for (const [name, model] of Object.entries(models)) {
    expected[name] = await library.predict(model, recordings);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(["classic", "default"])("the %s model", (name) => {
  test.each(NODE_SURFACES)("$name predicts as the library does", async (surface) => {
    const found = await surface.predict(models[name]!, recordings);
    const { same, largest } = compare(found, expected[name]!);
    expect(found).toHaveLength(3);
    expect(same).toBe(1);
    expect(largest).toBeLessThanOrEqual(1e-5);
  });
});

describe.skipIf(CHROMIUM === undefined)("in Chromium", () => {
  let packed: PackedPackage;

  beforeAll(() => {
    packed = packPackage();
  });

  afterAll(() => packed.remove());

  // the int8 encoder is rounded in another way by another runtime
  test.each([
    ["classic", 0, 1e-5],
    ["classic", 1, 1e-5],
    ["default", 0, 0.05],
    ["default", 1, 0.05],
  ] as const)("the %s model on a page (%i)", async (name, index, most) => {
    const found = await pageSurfaces(packed)[index]!.predict(models[name]!, recordings);
    expect(compare(found, expected[name]!).largest).toBeLessThanOrEqual(most);
  });
});
