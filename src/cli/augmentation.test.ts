import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EvaluationResult } from "../evaluation/result.ts";
import { affekt, type Outcome } from "./command-line.fixture.ts";
import { infoOf, timeless } from "./model-files.fixture.ts";
import { corpus, putFiles } from "./recordings.fixture.ts";

let folder: string;
let recordings: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-augmentation-"));
  recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 2));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const SET = ["--set", "classic-180", "--epochs", "2"];

function run(...words: string[]): Promise<Outcome> {
  return affekt(words, join(folder, "cache"));
}

function train(file: string, ...words: string[]): Promise<Outcome> {
  return run("train", recordings, "-o", join(folder, file), ...words);
}

test("a model learns from copies, the same with the same seed on any number of workers, and its file tells how they were made", async () => {
  const all =
    "--noise 5..20 --noise-color pink --room 0.2..0.4 --gain -6..6 --speed 0.9..1.1 --pitch-shift -2..2 --time-shift -0.02..0.02 --band-limit mu-law --augment-copies 2";
  const words = [...SET, ...all.split(" "), "--no-cache"];
  await train("a.onnx", ...words, "--jobs", "1");
  await train("b.onnx", ...words, "--jobs", "2");
  await train("c.onnx", ...words, "--jobs", "2", "--seed", "1");
  await train("plain.onnx", ...SET);
  const [a, b, c, plain] = await Promise.all(
    ["a", "b", "c", "plain"].map((name) => timeless(join(folder, `${name}.onnx`))),
  );
  expect(a === b).toBe(true);
  expect(a === c).toBe(false);
  expect(a === plain).toBe(false);
  const { training } = await infoOf(join(folder, "a.onnx"));
  expect(training).toMatchObject({ clips: 12, augmentation: { copies: 2, seed: 0 } });
  expect((await infoOf(join(folder, "plain.onnx"))).training.augmentation).toBeUndefined();
  const { stdout } = await run("info", join(folder, "a.onnx"));
  expect(stdout).toContain(
    "augmented   speed rate 0.9..1.1, pitchShift semitones -2..2, timeShift seconds -0.02..0.02, room rt60 0.2..0.4, noise snr 5..20 color pink, bandLimit codec mu-law, gain decibels -6..6, 2 copies, seed 0",
  );
});

test("speeds that copies have in turn make as many copies", async () => {
  await train("turns.onnx", ...SET, "--speed", "0.9,1.1");
  const { training } = await infoOf(join(folder, "turns.onnx"));
  expect(training).toMatchObject({ augmentation: { speed: { factors: [0.9, 1.1] }, copies: 2 } });
});

test("--resume takes a model with another augmentation for another one", async () => {
  await train("resumed.onnx", ...SET, "--gain", "3");
  const same = await train("resumed.onnx", ...SET, "--gain", "3", "--resume");
  expect(same.stderr).toContain("training already finished; left unchanged");
  const other = await train("resumed.onnx", ...SET, "--gain", "4", "--resume");
  expect(other.stderr).toContain("mlp 2 epochs");
});

test("an evaluation tells how its folds were augmented, and tests the same clips", async () => {
  const words = ["evaluate", recordings, ...SET, "--model", "mlp", "--protocol", "loso", "--json"];
  const plain = await run(...words);
  const augmented = await run(...words, "--noise", "10");
  const [a, b] = [plain, augmented].map(
    ({ stdout }) => (JSON.parse(stdout) as EvaluationResult).models[0]!,
  );
  expect(b!.settings["augmentation"]).toBe("noise snr 10..10 color white, 1 copy, seed 0");
  expect(b!.folds.map(({ clips }) => clips)).toEqual(a!.folds.map(({ clips }) => clips));
  expect(b!.folds.map(({ history }) => history)).not.toEqual(
    a!.folds.map(({ history }) => history),
  );
});

test("what is kept in the cache of augmented recordings says so", async () => {
  await train("kept.onnx", ...SET, "--speed", "0.9..1.1");
  const { stdout } = await run("cache", "info");
  expect(stdout).toContain("speed v1 rate 0.9..1.1, 1 copy, seed 0");
});

test("--spec-augment masks sequences, and is among the model's settings", async () => {
  const words = ["--set", "frames", "--model", "cnn", "--epochs", "2", "--clip-seconds", "0.2"];
  await train("masked.onnx", ...words, "--spec-augment");
  await train("bare.onnx", ...words);
  const [masked, bare] = await Promise.all(
    ["masked.onnx", "bare.onnx"].map((name) => infoOf(join(folder, name))),
  );
  expect(masked!.model.settings).toMatchObject({
    specAugment: { frequencyMasks: 2, frequencyMaskWidth: 15, timeMasks: 2, timeMaskFrames: 70 },
  });
  expect(masked!.training.history.loss).not.toEqual(bare!.training.history.loss);
});

test.each([
  [
    "copies of nothing",
    ["--augment-copies", "2"],
    "--augment-copies needs an effect, such as --noise 5..20",
  ],
  ["a colour of no noise", ["--noise-color", "pink"], "--noise-color needs --noise, the SNR in dB"],
  ["no range", ["--noise", "loud"], "It must be a number, or two such as 5..20."],
  [
    "a wrong order",
    ["--gain", "6..-6"],
    "gain.decibels must be two numbers in [-60, 60], the lower one first, got [6,-6]",
  ],
  ["out of range", ["--speed", "0"], "speed.rate must be two numbers in [0.25, 4]"],
  ["no factor", ["--speed", "0.9,"], "or factors such as 0.9,1.1."],
  ["an unknown codec", ["--band-limit", "gsm"], "Allowed choices are pcm, mu-law."],
])("refused: %s", async (_, words, message) => {
  const { status, stderr } = await train("refused.onnx", ...words);
  expect(stderr).toContain(message);
  expect(status).toBe(2);
});

test("a table of features has no sound to augment", async () => {
  const table = join(folder, "table.npz");
  await run("features", recordings, "--set", "classic-180", "-o", table);
  const { status, stderr } = await run(
    "train",
    table,
    "-o",
    join(folder, "t.onnx"),
    "--noise",
    "5",
  );
  expect(stderr).toMatch(
    /augmentation needs audio, but .*table\.npz is a feature table; pass the recordings instead\n$/,
  );
  expect(status).toBe(2);
});
