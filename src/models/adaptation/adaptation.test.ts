import { beforeAll, describe, expect, test } from "vitest";
import { type Matrix, rowOf, selectRows } from "../../math/linear-algebra/matrix.ts";
import { Random } from "../../math/statistics/random.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { encodeModel } from "../file/encode-model.ts";
import { LoadedModel } from "../file/loaded-model.ts";
import { modelOf } from "../models.fixture.ts";
import { presetModel } from "../presets.ts";
import { trainOnRows } from "../training/train-on-rows.ts";
import { spokenBlobs } from "./adaptation.fixture.ts";

const SIZES = { rows: 8, columns: 12, classes: 4, shift: 1.2 };
const tested = spokenBlobs({ ...SIZES, speakers: 30, seed: 9 });
const PER_SPEAKER = SIZES.rows * SIZES.classes;

let runtime: Runtime;
let model: LoadedModel;
beforeAll(async () => {
  runtime = await nodeRuntime();
  const { shifts: _, ...rows } = spokenBlobs({ ...SIZES, speakers: 20, seed: 2 });
  const spec = presetModel("lda", { shrinkage: 0.1 });
  const trained = await trainOnRows({ ...rows, spec, learnsAdaptation: true }, { runtime });
  model = await LoadedModel.load(encodeModel(modelOf(trained)), { name: "model.onnx", runtime });
});

async function accuracyOf(own: Pick<LoadedModel, "predictProba" | "labels">, rows: number[]) {
  const { data, columns } = await own.predictProba(selectRows(tested.X, rows));
  const hits = rows.filter((row, i) => {
    const values = data.subarray(i * columns, (i + 1) * columns);
    return tested.y[row] === model.labels[values.indexOf(Math.max(...values))];
  });
  return hits.length / rows.length;
}

/** The mean accuracy over speakers, each adapted to the clips that `choose` gives and tested on the others. */
async function adapted(choose: (rows: number[], speaker: number) => number[], isLabelled = false) {
  let sum = 0;
  for (let speaker = 0; speaker < 30; speaker++) {
    const rows = Array.from({ length: PER_SPEAKER }, (_, i) => speaker * PER_SPEAKER + i);
    const chosen = choose(rows, speaker);
    const rest = rows.filter((row) => !chosen.includes(row));
    const y = isLabelled ? chosen.map((row) => tested.y[row]!) : undefined;
    const profile = model.estimateSpeaker(selectRows(tested.X, chosen), y);
    const own = await model.adaptTo(profile);
    sum += (await accuracyOf(own, rest)) / 30;
    await own.release();
  }
  return sum;
}

const draw = (count: number) => (rows: number[], speaker: number) =>
  Random.of(4, "clips", speaker)
    .shuffle([...rows])
    .slice(0, count);

describe("adapting LDA to speakers by unlabelled clips", () => {
  test("the more clips, the better; one is no worse than none", async () => {
    const plain = await accuracyOf(model, [...tested.y.keys()]);
    expect(plain).toBeLessThan(0.65);
    const [one, four, sixteen] = [
      await adapted(draw(1)),
      await adapted(draw(4)),
      await adapted(draw(16)),
    ];
    expect(one).toBeGreaterThan(plain - 0.005);
    expect(four).toBeGreaterThan(plain + 0.02);
    expect(sixteen).toBeGreaterThan(four + 0.02);
  });

  test("clips of one emotion only do not harm", async () => {
    const plain = await accuracyOf(model, [...tested.y.keys()]);
    const one = await adapted((rows, speaker) =>
      rows.filter((row) => tested.y[row] === `class ${speaker % SIZES.classes}`),
    );
    expect(one).toBeGreaterThan(plain - 0.005);
  });

  test("labels of few clips of one emotion help", async () => {
    const few = (rows: number[], speaker: number): number[] =>
      rows.filter((row) => tested.y[row] === `class ${speaker % SIZES.classes}`).slice(0, 4);
    const plain = await accuracyOf(model, [...tested.y.keys()]);
    expect(await adapted(few, true)).toBeGreaterThan(plain + 0.1);
  });

  test("the shift is found", () => {
    const errors = Array.from({ length: 30 }, (_, speaker) => {
      const rows = Array.from({ length: PER_SPEAKER }, (_, i) => speaker * PER_SPEAKER + i);
      const { clips, shift } = model.estimateSpeaker(selectRows(tested.X, rows));
      expect(clips).toBe(PER_SPEAKER);
      return [...shift].map((value, c) => value / (1 + c) - tested.shifts[speaker * 12 + c]!);
    });
    // noise of 1 / √32, and the mean of 20 training speakers, whose shifts deviate by 1.2
    const squares = errors.flat().map((error) => error ** 2);
    const deviation = Math.sqrt(squares.reduce((sum, one) => sum + one) / squares.length);
    expect(deviation).toBeLessThan(1.3 * Math.sqrt(1 / 32 + 1.2 ** 2 / 20));
  });
});

test("adapted probabilities are the geometric mean of the model's and the centred one's, computed by hand", async () => {
  const one: Matrix = selectRows(tested.X, [3]);
  const profile = model.estimateSpeaker(selectRows(tested.X, [0, 1, 2]));
  const own = await model.adaptTo(profile);
  const none = await model.adaptTo({ ...profile, clips: 0 });
  const many = await model.adaptTo({ ...profile, clips: 1e9 });
  const [p, plain, centred] = await Promise.all(
    [own, none, many].map(async (each) => rowOf(await each.predictProba(one), 0)),
  );
  const unadapted = rowOf(await model.predictProba(one), 0);
  for (const [k, value] of plain!.entries()) expect(value).toBeCloseTo(unadapted[k]!, 5);
  const ratios = [...p!].map((value, k) => [
    Math.log(value / p![0]!),
    Math.log(plain![k]! / plain![0]!),
    Math.log(centred![k]! / centred![0]!),
  ]);
  const [adaptedRatio, plainRatio, centredRatio] = ratios[1]!;
  const weight = (adaptedRatio! - plainRatio!) / (centredRatio! - plainRatio!);
  expect(weight).toBeGreaterThan(0.7);
  expect(weight).toBeLessThan(0.9);
  for (const [a, b, c] of ratios) expect(a).toBeCloseTo((1 - weight) * b! + weight * c!, 3);
});

test("a model that was trained without speakers says what to do", async () => {
  const { X, y } = spokenBlobs({ ...SIZES, speakers: 3, seed: 2 });
  const trained = await trainOnRows({ X, y, spec: presetModel("lda") }, { runtime });
  const plain = await LoadedModel.load(encodeModel(modelOf(trained)), { name: "m.onnx", runtime });
  expect(() => plain.estimateSpeaker(X)).toThrow(
    /m.onnx: the model cannot be adapted to a speaker; train speech or lda on recordings whose speakers are known/,
  );
  expect(() => model.estimateSpeaker([])).toThrow();
});
