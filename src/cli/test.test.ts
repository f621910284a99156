import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestResult } from "../evaluation/model-test.ts";
import type { ModelInfo } from "../models/file/model-info.ts";
import { affekt, type Outcome } from "./command-line.fixture.ts";
import { clip, corpus, putFiles } from "./recordings.fixture.ts";

const HEARD = corpus([1, 2, 3], 3);

let folder: string;
let model: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-test-"));
  const recordings = await putFiles(join(folder, "recordings"), HEARD);
  model = join(folder, "model.onnx");
  await run("train", recordings, "--set", "classic-180", "--epochs", "100", "-o", model);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function run(...words: string[]): Promise<Outcome> {
  return affekt(words, join(folder, "cache"));
}

test("new speakers: figures without a warning", async () => {
  const others = await putFiles(join(folder, "others"), corpus([4, 5], 3));
  const { status, stdout, stderr } = await run("test", model, others, "--json");
  expect(stderr).toMatch(/^features 12 recordings, classic-180 \(.*\)\n$/);
  expect(status).toBe(0);
  const result = JSON.parse(stdout) as TestResult;
  expect(result).toMatchObject({
    clips: 12,
    speakers: 2,
    known: { speakers: [], clips: 0 },
    warnings: [],
    open: {
      chance: 1 / 3,
      interval: { over: "speakers", uar: [expect.any(Number), expect.any(Number)] },
    },
    leftOut: {},
  });
  expect(result.open.confusion.map((row) => row.reduce((a, b) => a + b))).toEqual([4, 4, 4]);
  expect(result.open.accuracy).toBeGreaterThan(0.9); // each emotion is a tone of its own
  expect((await run("test", model, others)).stdout).toMatch(
    /^12 clips of 2 speakers, 3 emotions\n\nall 3 emotions of the model allowed: UAR .* % \(.*–.*; chance 33\.3 %\) .*\n\nrecall by emotion\n(calm|happy|neutral) +[\d.]+ % of 4\n/,
  );
});

test("speakers and clips that the model was trained on are named", async () => {
  const [path = "", bytes = new Uint8Array()] = Object.entries(HEARD)[0] ?? [];
  const same = await putFiles(join(folder, "same"), { [path]: bytes, ...corpus([4], 3) });
  const { status, stdout, stderr } = await run("test", model, same, "--json");
  const warning =
    "the model was trained with 1 of these speakers (ravdess/01) and on 1 of these clips: the scores are not those for a new speaker";
  expect(stderr).toContain(`warning: ${warning}\n`);
  expect(JSON.parse(stdout)).toMatchObject({
    known: { speakers: ["ravdess/01"], clips: 1 },
    warnings: [warning],
  });
  expect(status).toBe(0);
});

test("emotions that the model does not know are left out, or refused where there are no others", async () => {
  const more = await putFiles(join(folder, "more"), corpus([4], 4));
  const { stderr } = await run("test", model, more);
  expect(stderr).toContain(
    "warning: clips of emotions that the model does not know are left out: sad (2)\n",
  );
  const strange = await putFiles(join(folder, "strange"), {
    "a.wav": clip(1, 1, 1),
    "list.csv": Buffer.from("path,emotion,speaker\na.wav,proud,x\n"),
  });
  const refused = await run("test", model, join(strange, "list.csv"));
  expect(refused.stderr).toMatch(
    /affekt: nothing to test on: the model knows .*, the 1 labelled clips are proud\n$/,
  );
  expect(refused.status).toBe(3);
});

test("open and restricted to the emotions that are tested: JSON, words, tables and a report", async () => {
  const two = Object.fromEntries(
    Object.entries(corpus([4, 5], 3)).filter(([path]) => !path.includes("03-01-02")),
  );
  const source = await putFiles(join(folder, "two"), two);
  const [report, tables] = [join(folder, "test.html"), join(folder, "test.md")];
  const words = ["test", model, source, "--report", report, "--tables", tables];
  const { status, stdout } = await run(...words);
  expect(status).toBe(0);
  expect(stdout).toContain("only the 2 that are tested allowed (happy, neutral): UAR");
  expect(stdout).toMatch(/^true \\ predicted +calm +happy +neutral$/m);
  const html = await readFile(report, "utf8");
  expect(html).toContain("model, tested emotions only");
  expect(html).toContain("Where it may only answer with the 2 emotions that are tested");
  expect(html).toContain("a trained model on recordings that it was not trained on");
  expect(await readFile(tables, "utf8")).toContain(
    "## Confusion matrix: model, classic-180, test\n",
  );
  const { open, shared } = JSON.parse(
    (await run("test", model, source, "--json")).stdout,
  ) as TestResult;
  expect(shared.emotions).toEqual(["happy", "neutral"]);
  expect([open.chance, shared.chance]).toEqual([1 / 3, 1 / 2]);
  expect(shared.uar).toBeGreaterThanOrEqual(open.uar);
  for (const { precision, recall, f1, uar, interval } of [open, shared]) {
    expect(recall).toBeCloseTo(uar, 12);
    expect(interval.recall).toEqual(interval.uar.map((end) => expect.closeTo(end, 12)));
    for (const [score, [low, high]] of [
      [precision, interval.precision],
      [f1, interval.f1],
    ] as const) {
      expect(low).toBeLessThanOrEqual(score + 1e-12);
      expect(high).toBeGreaterThanOrEqual(score - 1e-12);
    }
  }
  expect(open.confusion.map((row) => row.reduce((a, b) => a + b))).toEqual([0, 4, 4]);
  expect(shared.confusion.flat().reduce((a, b) => a + b)).toBe(8);
});

test("a recording that cannot be read: the others are tested, status 4", async () => {
  const mixed = await putFiles(join(folder, "mixed"), {
    ...corpus([4], 3),
    "03-01-01-01-01-01-05.wav": Buffer.from("no sound"),
  });
  const { status, stdout, stderr } = await run("test", model, mixed);
  expect(stdout).toContain("6 clips of 1 speaker, 3 emotions\n");
  expect(stderr).toMatch(
    /affekt: 1 of 7 recordings failed:\n {2}03-01-01-01-01-01-05\.wav: cannot be read/,
  );
  expect(status).toBe(4);
});

test("info: what the model is, for people and as JSON", async () => {
  const { status, stdout, stderr } = await run("info", model);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^model +mlp\nsettings +hiddenLayerSizes 300,/);
  expect(stdout).toMatch(/\nfeatures +classic-180, 180 values at 22050 Hz/);
  expect(stdout).toMatch(/\ntrained on +18 clips of 3 speakers of ravdess\n/);
  expect(stdout).toMatch(/\ntraining +\d+ epochs, loss \d\.\d{4}, seed 0\n/);
  const info = JSON.parse((await run("info", model, "--json")).stdout) as ModelInfo;
  expect(info).toMatchObject({
    file: model,
    bytes: (await stat(model)).size,
    model: { kind: "mlp" },
    features: { set: { name: "classic-180", sampleRate: 22050 } },
    training: {
      clips: 18,
      speakers: ["ravdess/01", "ravdess/02", "ravdess/03"],
      seed: 0,
      interrupted: false,
    },
  });
  expect([...info.labels].sort()).toEqual(["calm", "happy", "neutral"]);
});

test("--calibration-clips adapts to each speaker, and says so", async () => {
  const linear = join(folder, "lda.onnx");
  const words = ["--set", "classic-180", "--model", "lda", "-o", linear];
  await run("train", join(folder, "recordings"), ...words);
  const others = await putFiles(join(folder, "new-voices"), corpus([6, 7], 3));
  const all = await run("test", linear, others, "--calibration-clips", "all");
  expect(all.stdout).toMatch(/\ntransductive: adapted to each test speaker by the tested clips/);
  const { stdout } = await run("test", linear, others, "--calibration-clips", "2", "--json");
  expect(JSON.parse(stdout)).toMatchObject({
    clips: 12,
    calibration: { clips: 2, draws: 5, transductive: false },
  });
  expect(await run("test", model, others, "--calibration-clips", "2")).toMatchObject({
    stderr: expect.stringMatching(/model.onnx: the model cannot be adapted to a speaker; train/),
  });
});
