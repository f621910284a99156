import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadModel } from "../node/load-model.ts";
import { affekt, affektProcess, hear, type Outcome } from "./command-line.fixture.ts";
import { infoOf, timeless } from "./model-files.fixture.ts";
import { clip, corpus, putFiles } from "./recordings.fixture.ts";

const COMMAND = ["train", "--set", "classic-180", "--jobs", "1"];
const FILES = corpus([1, 2, 3], 3);
const [FIRST = ""] = Object.keys(FILES);

let folder: string;
let recordings: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-train-"));
  recordings = await putFiles(join(folder, "recordings"), FILES);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function train(words: readonly string[]): Promise<Outcome> {
  return affekt([...COMMAND, ...words], join(folder, "cache"));
}

/** Runs the command in a process of its own, which gets a signal in its third epoch. */
function trainUntil(signal: NodeJS.Signals, words: readonly string[]): Promise<Outcome> {
  return affektProcess([...COMMAND, ...words], {
    cache: join(folder, "cache"),
    onStart: async (child) => {
      await hear(child, "epoch 2/");
      child.kill(signal);
    },
  });
}

test.each(["mlp", "cnn"])(
  "%s: the same seed gives the same file, another seed another",
  async (model) => {
    const files = ["a", "b", "c"].map((name) => join(folder, `${model}-${name}.onnx`));
    const words = [recordings, "--model", model, "--epochs", "3"];
    for (const [i, file] of files.entries()) {
      const { status, stdout, stderr } = await train([
        ...words,
        "-o",
        file,
        "--seed",
        String(i >> 1),
      ]);
      expect(stderr).toMatch(
        new RegExp(
          `^features 18 recordings.*\n(${model} epoch \\d/3 loss \\d\\.\\d{4}\n){3}${model} 3 epochs, loss \\d\\.\\d{4}; wrote .*\n$`,
        ),
      );
      expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    }
    const [a, b, c] = await Promise.all(files.map(timeless));
    expect(a === b).toBe(true);
    expect(a === c).toBe(false);
  },
);

test("an ensemble is one file, which says what it is of", async () => {
  const output = join(folder, "ensemble.onnx");
  const words = [recordings, "--model", "mlp+lda", "--epochs", "3", "-o", output];
  const { status, stderr } = await train(words);
  expect(stderr).toMatch(/\nmlp\+lda epoch 4\/4 loss .*\nmlp\+lda 4 epochs, .*; wrote /);
  expect(status).toBe(0);
  const { stdout } = await affekt(["info", output], join(folder, "cache"));
  expect(stdout).toMatch(/^model +mlp\+lda\nsettings +1\.mlp\.hiddenLayerSizes 300, /);
  const model = await loadModel(output);
  const { emotion } = await model.predictFile(join(recordings, FIRST));
  expect(model.labels).toContain(emotion);
  await model.release();
});

test("validation speakers are held out and scored; --json has the course of the training", async () => {
  const output = join(folder, "validated.onnx");
  const words = ["--epochs", "4", "--validation-speakers", "1", "--json"];
  const { status, stdout, stderr } = await train([recordings, "-o", output, ...words]);
  expect(stderr).toMatch(/\nmlp 4 epochs, loss \d\.\d{4}, validation UAR \d+\.\d %; wrote /);
  expect(status).toBe(0);
  const result = JSON.parse(stdout) as { history: Record<string, number>[]; bestEpoch: number };
  expect(result).toMatchObject({ output, model: "mlp", set: "classic-180", clips: 18, epochs: 4 });
  expect(result.history.map((epoch) => Object.keys(epoch).sort().join())).toEqual(
    Array.from(
      { length: 4 },
      () => "epoch,epochs,learningRate,loss,validationLoss,validationScore",
    ),
  );
  const { training } = await infoOf(output);
  expect(training).toMatchObject({ clips: 12, bestEpoch: result.bestEpoch, interrupted: false });
  expect([...training.speakers, ...(training.validationSpeakers ?? [])].sort()).toEqual([
    "ravdess/01",
    "ravdess/02",
    "ravdess/03",
  ]);
});

test.each([
  [
    "mlp",
    {
      maxIter: 2,
      batchSize: 8,
      learningRateInit: 0.01,
      nIterNoChange: 5,
      classWeight: "balanced",
      mixup: 0.2,
      loss: { name: "categoricalCrossentropy", labelSmoothing: 0.1 },
    },
  ],
  [
    "cnn",
    {
      epochs: 2,
      batchSize: 8,
      learningRate: 0.01,
      patience: 5,
      classWeight: "balanced",
      mixup: 0.2,
      loss: { name: "categoricalCrossentropy", labelSmoothing: 0.1 },
    },
  ],
])("%s: what the options say is what the model is trained with", async (model, settings) => {
  const output = join(folder, `options-${model}.onnx`);
  const words =
    "--epochs 2 --batch-size 8 --learning-rate 0.01 --patience 5 --class-weight balanced --label-smoothing 0.1 --mixup 0.2";
  const outcome = await train([recordings, "--model", model, "-o", output, ...words.split(" ")]);
  expect(outcome.status).toBe(0);
  const info = await infoOf(output);
  expect(info.model.settings).toMatchObject(settings);
  const described = await affekt(["info", output], join(folder, "cache"));
  expect(described.stdout).toContain("loss categoricalCrossentropy, labelSmoothing 0.1");
});

test("Ctrl-C keeps the model so far", async () => {
  const output = join(folder, "interrupted.onnx");
  await train([recordings, "-o", output, "--epochs", "1"]); // fills the cache
  const words = [recordings, "--model", "cnn", "-o", output, "--epochs", "100000"];
  const { status, stderr } = await trainUntil("SIGINT", words);
  expect(stderr).toContain("\ninterrupted: stopping; again to stop at once\n");
  expect(stderr).toMatch(
    /affekt: interrupted in epoch \d+; .*interrupted\.onnx holds the model so far. Rerun with --resume to continue\n$/,
  );
  expect(status).toBe(130);
  const model = await loadModel(output);
  expect(model.info.training.interrupted).toBe(true);
  expect((await model.predictFile(join(recordings, FIRST))).probabilities).toHaveLength(3);
  await model.release();
});

test("a training that is killed leaves the old model and a checkpoint", async () => {
  const place = await putFiles(join(folder, "killed"), { "model.onnx": Buffer.from("old") });
  const output = join(place, "model.onnx");
  const words = [recordings, "--model", "cnn", "-o", output, "--epochs", "100000"];
  await trainUntil("SIGKILL", words);
  const left = await readdir(place);
  expect(left.filter((name) => !name.endsWith(".tmp"))).toEqual([
    "model.onnx",
    "model.onnx.checkpoint",
  ]);
  expect(await readFile(output, "utf8")).toBe("old");
});

test("a recording that cannot be read is left out and named, with status 4", async () => {
  const mixed = await putFiles(join(folder, "mixed"), {
    ...corpus([1], 2),
    "Actor_01/03-01-03-01-01-01-01.wav": Buffer.from("no sound"),
    "own.wav": clip(1, 1, 1),
  });
  const output = join(folder, "mixed.onnx");
  const { status, stderr } = await train([mixed, "-o", output, "--epochs", "1"]);
  expect(stderr).toContain("warning: left out: own.wav: its emotion is not known\n");
  expect(stderr).toMatch(
    /; wrote .*mixed\.onnx \(.*\)\naffekt: 1 of 6 recordings failed:\n {2}Actor_01\/03-01-03-01-01-01-01\.wav: cannot be read as audio: it starts with the text "no sound".*\n$/,
  );
  expect(status).toBe(4);
  expect((await infoOf(output)).training.clips).toBe(4);
});

test.each([
  [
    "one emotion only",
    corpus([1, 2], 1),
    "labels: at least two emotions are needed; of 4 recordings all that have one are neutral. They",
  ],
  [
    "no labels",
    { "a.wav": clip(1, 1, 1) },
    "labels: at least two emotions are needed; of 1 recordings none has an emotion. They come from a manifest (path,emotion,speaker), from file names as the corpora have them, from folders named for emotions, or by --pattern",
  ],
  [
    "no recordings",
    { "a.txt": Buffer.from("x") },
    "contains no recordings: looked for files ending in .wav",
  ],
])("%s: refused, an existing model survives", async (name, files, message) => {
  const source = await putFiles(join(folder, name), files);
  const output = join(folder, "kept.onnx");
  await writeFile(output, "old");
  const { status, stdout, stderr } = await train([source, "-o", output]);
  expect(stderr).toContain(message);
  expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
  expect(await readFile(output, "utf8")).toBe("old");
});

test("too many validation speakers; an output that cannot be written is refused before the work", async () => {
  const output = join(folder, "none.onnx");
  const many = await train([recordings, "-o", output, "--validation-speakers", "3"]);
  expect(many.stderr).toContain("validation speakers: 3 asked for, but the training side has 3");
  expect(many.status).toBe(3);
  const nowhere = await train([recordings, "-o", join(folder, "nowhere", "none.onnx")]);
  expect(nowhere.stderr).toMatch(
    /^affekt: cannot write .*the folder .*nowhere does not exist; make it first\n$/,
  );
  expect(nowhere.status).toBe(3);
  expect(await readdir(folder)).not.toContain("none.onnx");
});
