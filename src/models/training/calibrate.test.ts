import { beforeAll, expect, test } from "vitest";
import { nodeRuntime } from "../../node/native-runtime.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { decodeModel } from "../file/decode-model.ts";
import { encodeModel } from "../file/encode-model.ts";
import { scaleFeatures } from "../inference/standard-scaler.ts";
import { rowOf } from "../../math/linear-algebra/matrix.ts";
import { calibrated } from "../inference/calibration.ts";
import { predictTrained } from "../inference/predictor.ts";
import { ensemble, modelSpec } from "../model-spec.ts";
import { makeBlobs, modelOf } from "../models.fixture.ts";
import { labelledClip, labelledOf } from "../../evaluation/evaluation.fixture.ts";
import { matrixFromRows } from "../../math/linear-algebra/matrix.ts";
import { calibrate } from "./calibrate.ts";
import { selectTraining } from "./select-training.ts";
import { trainOnRows } from "./train-on-rows.ts";

const { X, y } = makeBlobs(200, 4, 3, 1.5);
const speakers = y.map((_, row) => `speaker ${row % 10}`);
const CALIBRATED = modelSpec("lda", { shrinkage: 0.1, calibration: "temperature" });
let runtime: Runtime;

beforeAll(async () => {
  runtime = await nodeRuntime();
});

test("a calibrated model's probabilities are those of the plain one at its temperature, which is higher far from the training", async () => {
  const input = { X, y, speakers };
  const found = await trainOnRows({ ...input, spec: CALIBRATED }, { runtime });
  const plain = await trainOnRows(
    { ...input, spec: modelSpec("lda", { shrinkage: 0.1 }) },
    { runtime },
  );
  expect(plain.calibration).toBeUndefined();
  const probabilities = await predictTrained(plain, X, runtime);
  const scaled = scaleFeatures(plain.scaler!, X);
  const own = await predictTrained(found, X, runtime);
  const { temperature, smoothing } = found.calibration!;
  let far = 0;
  for (let row = 0; row < X.rows; row++) {
    const square = rowOf(scaled, row).reduce((sum, value) => sum + value ** 2 / X.columns, 0);
    far += Number(square > 1);
    const wanted = calibrated(
      { data: rowOf(probabilities, row), rows: 1, columns: 3 },
      { temperature: temperature * Math.sqrt(Math.max(1, square)), smoothing },
    );
    for (const [k, value] of rowOf(own, row).entries()) {
      expect(value).toBeCloseTo(wanted.data[k]!, 5);
    }
  }
  expect(far).toBeGreaterThan(20);
  expect(far).toBeLessThan(180);
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

test("a clip of an unknown speaker is held out together with its augmented copies", async () => {
  const emotions = ["happy", "sad"];
  const all = [...Array(40).keys()];
  const clips = all.map((i) => labelledClip(undefined, emotions[i % 2]!, `take ${i}`));
  const labelled = {
    ...labelledOf(clips, emotions),
    augmented: { augmentation: {}, X: matrixFromRows(all.map((i) => [i + 0.5])), sources: all },
  };
  const trainings: number[][] = [];
  const calibration = await calibrate(
    { ...selectTraining(labelled, all, all), spec: CALIBRATED },
    emotions,
    {
      runtime,
      train(part) {
        trainings.push([...part.X.data]);
        return trainOnRows({ ...part, spec: modelSpec("lda") }, { runtime });
      },
    },
  );
  expect(calibration).toBeDefined();
  expect(trainings).toHaveLength(5);
  for (const values of trainings) {
    expect(values).toHaveLength(64);
    const known = new Set(values.map(Math.floor));
    expect(known.size).toBe(32);
  }
});

test("prediction sets need the speakers of all rows", async () => {
  const setsOf = async (known?: readonly (string | undefined)[]) =>
    (await trainOnRows({ X, y, speakers: known, spec: CALIBRATED }, { runtime })).calibration!.sets;
  expect(await setsOf(speakers)).toHaveLength(8);
  expect(
    await setsOf(speakers.map((speaker, row) => (row === 3 ? undefined : speaker))),
  ).toBeUndefined();
  expect(await setsOf()).toBeUndefined();
});
