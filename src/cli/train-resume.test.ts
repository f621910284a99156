import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { affekt, affektProcess, hear, type Outcome } from "./command-line.fixture.ts";
import { infoOf, timeless } from "./model-files.fixture.ts";
import { corpus, putFiles } from "./recordings.fixture.ts";

const COMMAND = ["--set", "classic-180", "--jobs", "1"];

let folder: string;
let recordings: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-resume-"));
  recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3, 4], 3));
  await train("first.onnx", ["--epochs", "1"]); // fills the cache
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const words = (file: string, more: readonly string[]): string[] => [
  "train",
  recordings,
  "-o",
  join(folder, file),
  ...COMMAND,
  ...more,
];

function train(file: string, more: readonly string[]): Promise<Outcome> {
  return affekt(words(file, more), join(folder, "cache"));
}

/** Runs the command in a process of its own that gets a signal some milliseconds after a word on standard error. */
function trainUntil(
  word: string,
  after: number,
  signal: NodeJS.Signals,
  [file, more]: readonly [string, readonly string[]],
): Promise<Outcome> {
  return affektProcess(words(file, more), {
    cache: join(folder, "cache"),
    onStart: async (child) => {
      await hear(child, word);
      await delay(after);
      child.kill(signal);
    },
  });
}

describe.each([
  ["mlp", ["--epochs", "120", "--patience", "1000", "--mixup", "0.2"]],
  ["mlp", ["--epochs", "120", "--patience", "1000", "--validation-speakers", "1"]],
  ["cnn", ["--epochs", "24"]],
  ["cnn", ["--epochs", "24", "--patience", "50", "--validation-speakers", "1"]],
])("%s %s", (model, options) => {
  const more = ["--model", model, ...options];

  test("killed again and again, it ends in the same file", { timeout: 60_000 }, async () => {
    const name = `${model}-${options.length}.onnx`;
    expect(await train(`whole-${name}`, more)).toMatchObject({ status: 0 });
    const resumed: string[] = [];
    // with the second epoch there is a checkpoint, and far more than 50 ms of training are left
    for (const [word, most] of [
      ["epoch 2/", 50],
      ["features", 400],
      ["epoch", 400],
    ] as const) {
      const { stderr } = await trainUntil(word, most * Math.random(), "SIGKILL", [
        name,
        [...more, "--resume"],
      ]);
      resumed.push(...(stderr.match(/resumed after epoch \d+/) ?? []));
    }
    const end = await train(name, [...more, "--resume"]);
    expect(end).toMatchObject({ status: 0 });
    resumed.push(...(end.stderr.match(/resumed after epoch \d+/) ?? []));
    expect(resumed.length).toBeGreaterThan(0);
    const [found, wanted] = [join(folder, name), join(folder, `whole-${name}`)];
    expect((await timeless(found)) === (await timeless(wanted))).toBe(true);
    expect((await readdir(folder)).filter((file) => file.includes("checkpoint"))).toEqual([]);
  });
});

describe("with --resume", () => {
  const brief = ["--epochs", "3"];

  /** A training that was killed after some epochs. */
  async function killed(file: string): Promise<string> {
    const long = ["--epochs", "100000", "--patience", "100000"];
    await trainUntil("epoch 2/", 0, "SIGKILL", [file, long]);
    return join(folder, `${file}.checkpoint`);
  }

  test("and nothing to resume it starts afresh", async () => {
    const { status, stderr } = await train("fresh.onnx", [...brief, "--resume"]);
    expect(status).toBe(0);
    expect(stderr).toContain("mlp epoch 1/3");
  });

  test("a finished model is left as it is", async () => {
    await train("done.onnx", brief);
    const file = join(folder, "done.onnx");
    const before = await stat(file);
    const { status, stdout, stderr } = await train("done.onnx", [...brief, "--resume", "--json"]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/done\.onnx: training already finished; left unchanged\n$/);
    expect(JSON.parse(stdout)).toMatchObject({ output: file, alreadyFinished: true });
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
  });

  test("the finished model of another training is replaced", async () => {
    await train("other.onnx", brief);
    const { stderr } = await train("other.onnx", ["--epochs", "2", "--resume"]);
    expect(stderr).toContain("mlp 2 epochs");
    expect((await infoOf(join(folder, "other.onnx"))).training.epochs).toBe(2);
  });

  test("a checkpoint of other settings or data is refused, and stays", async () => {
    const checkpoint = await killed("strange.onnx");
    const bytes = await readFile(checkpoint);
    const { status, stderr } = await train("strange.onnx", [...brief, "--resume", "--seed", "4"]);
    expect(stderr).toMatch(
      /strange\.onnx\.checkpoint belongs to a training with different settings, seed\. Rerun with the original options, or without --resume to start over\n$/,
    );
    expect(status).toBe(3);
    const fewer = await putFiles(join(folder, "fewer"), corpus([1, 2, 3], 3));
    const [, , ...rest] = words("strange.onnx", ["--epochs", "100000", "--patience", "100000"]);
    const other = await affekt(["train", fewer, ...rest, "--resume"], join(folder, "cache"));
    expect(other.stderr).toContain("belongs to a training with different recordings. Rerun");
    expect(await readFile(checkpoint)).toEqual(bytes);
  });

  test.each([
    ["cut short", (bytes: Buffer) => bytes.subarray(0, 1000)],
    ["changed in a bit", (bytes: Buffer) => Buffer.from(bytes).fill(bytes[5000]! ^ 4, 5000, 5001)],
    ["empty", () => Buffer.alloc(0)],
  ])(
    "a damaged checkpoint (%s) is reported, and the training starts afresh",
    async (name, damage) => {
      const checkpoint = await killed(`${name}.onnx`);
      await writeFile(checkpoint, damage(await readFile(checkpoint)));
      const { status, stderr } = await train(`${name}.onnx`, [...brief, "--resume"]);
      expect(stderr).toMatch(
        /warning: .*\.onnx\.checkpoint is damaged and cannot be used\nmlp epoch 1\/3 /,
      );
      expect(status).toBe(0);
      expect(await readdir(folder)).not.toContain(`${name}.onnx.checkpoint`);
    },
  );

  test("left out where there is a checkpoint, it is said that the checkpoint will be replaced", async () => {
    await killed("forgotten.onnx");
    const { status, stderr } = await train("forgotten.onnx", brief);
    expect(stderr).toMatch(
      /warning: .*forgotten\.onnx\.checkpoint, left by an interrupted training, will be replaced. Pass resume to continue it\nmlp epoch 1\/3 /,
    );
    expect(status).toBe(0);
    expect(await readdir(folder)).not.toContain("forgotten.onnx.checkpoint");
  });

  test("what Ctrl-C interrupted goes on to the same file, too", async () => {
    const more = ["--epochs", "80", "--patience", "1000"];
    await train("whole.onnx", more);
    await trainUntil("epoch 9/", 10, "SIGINT", ["half.onnx", more]);
    expect((await infoOf(join(folder, "half.onnx"))).training.interrupted).toBe(true);
    const { stderr } = await train("half.onnx", [...more, "--resume"]);
    expect(stderr).toMatch(/mlp resumed after epoch \d+\n/);
    const [half, whole] = [join(folder, "half.onnx"), join(folder, "whole.onnx")];
    expect((await timeless(half)) === (await timeless(whole))).toBe(true);
  });
});

test("where no checkpoint can be written, that is said once, and the training goes on", async () => {
  await mkdir(join(folder, "blocked.onnx.checkpoint", "x"), { recursive: true });
  const { status, stderr } = await train("blocked.onnx", ["--epochs", "3"]);
  expect(stderr.match(/warning: .*/g)).toEqual([
    expect.stringMatching(
      /cannot write .*blocked\.onnx\.checkpoint: .*; continuing without checkpoints$/,
    ),
  ]);
  expect(status).toBe(0);
  expect((await infoOf(join(folder, "blocked.onnx"))).training.epochs).toBe(3);
  expect(await readdir(folder)).not.toContain("blocked.onnx.checkpoint.tmp");
});

test("a training that diverges keeps the model of the epochs before", async () => {
  const more = ["--model", "cnn", "--epochs", "9", "--learning-rate", "1e15"];
  const { status, stderr } = await train("diverged.onnx", more);
  expect(stderr).toMatch(
    /affekt: training: .* in epoch \d+, batch \d of \d: the learning rate of 1000000000000000 is probably too high; take a lower one, or clip gradients; .*diverged\.onnx holds the model after epoch \d+\n$/,
  );
  expect(status).toBe(3);
  const { training } = await infoOf(join(folder, "diverged.onnx"));
  expect(training).toMatchObject({ interrupted: true, epochs: training.history.loss.length });
  expect(await readdir(folder)).not.toContain("diverged.onnx.checkpoint");
});
