import { beforeAll, expect, test } from "vitest";
import { nodeRuntime } from "../../node/native-runtime.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { decodeModel } from "../file/decode-model.ts";
import { encodeModel } from "../file/encode-model.ts";
import { calibrated } from "../inference/calibration.ts";
import { predictTrained } from "../inference/predictor.ts";
import { ensemble, modelSpec } from "../model-spec.ts";
import { makeBlobs, modelOf } from "../models.fixture.ts";
import { trainOnRows } from "./train-on-rows.ts";

const { X, y } = makeBlobs(200, 4, 3, 1.5);
const speakers = y.map((_, row) => `speaker ${row % 10}`);
const CALIBRATED = modelSpec("lda", { shrinkage: 0.1, calibration: "temperature" });
let runtime: Runtime;

beforeAll(async () => {
  runtime = await nodeRuntime();
});

test("a calibrated model's probabilities are those of the plain one at its temperature", async () => {
  const input = { X, y, speakers };
  const found = await trainOnRows({ ...input, spec: CALIBRATED }, { runtime });
  const plain = await trainOnRows(
    { ...input, spec: modelSpec("lda", { shrinkage: 0.1 }) },
    { runtime },
  );
  expect(plain.calibration).toBeUndefined();
  const wanted = calibrated(await predictTrained(plain, X, runtime), found.calibration!);
  const own = await predictTrained(found, X, runtime);
  for (const [i, value] of own.data.entries()) expect(value).toBeCloseTo(wanted.data[i]!, 5);
});

test("the model's file holds the calibration", async () => {
  const { calibration, ...trained } = await trainOnRows(
    { X, y, speakers, spec: CALIBRATED },
    { runtime },
  );
  const decoded = decodeModel(encodeModel(modelOf({ ...trained, calibration })), "model");
  expect(decoded.calibration).toEqual(calibration);
  expect(calibration!.threshold).toBeGreaterThan(1 / 3);
});

test("it is measured on speakers that were held out: a model that knows its rows by heart is not trusted", async () => {
  const shuffled = y.map((_, row) => y[(row * 7) % y.length]!);
  const { calibration } = await trainOnRows(
    { X, y: shuffled, speakers, spec: CALIBRATED },
    { runtime },
  );
  expect(calibration!.threshold).toBeLessThan(0.5);
});

test("an ensemble is calibrated as a whole", async () => {
  const spec = ensemble([CALIBRATED, modelSpec("ridge")]);
  const { calibration } = await trainOnRows({ X, y, speakers, spec }, { runtime });
  expect(calibration!.temperature).toBeGreaterThan(0);
});

test("fewer speakers than parts leave the probabilities as they are", async () => {
  const two = y.map((_, row) => `speaker ${row % 2}`);
  const trained = await trainOnRows({ X, y, speakers: two, spec: CALIBRATED }, { runtime });
  expect(trained.calibration).toBeUndefined();
});
