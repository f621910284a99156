import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EvaluationResult } from "../evaluation/result.ts";
import { affekt, affektProcess, type Outcome } from "./command-line.fixture.ts";
import { clip, corpus, putFiles } from "./recordings.fixture.ts";

const FIVE = [1, 2, 3, 4, 5];
const ALL = Array.from({ length: 24 }, (_, i) => i + 1);

let folder: string;
let five: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-evaluate-"));
  five = await putFiles(join(folder, "five"), corpus(FIVE, 3));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function evaluate(...words: string[]): Promise<Outcome> {
  const set = ["--set", "classic-180", "--epochs", "3", "--jobs", "1"];
  return affekt(["evaluate", ...set, ...words], join(folder, "cache"));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

test.each([
  ["lda,ridge,mlp+lda", []],
  [
    "attention-cnn,cnn+tcn",
    ["--set", "frames", "--clip-seconds", "0.3", "--validation-speakers", "1"],
  ],
] as const)("--model %s %o", async (names, words) => {
  const outcome = await evaluate(five, "--model", names, ...words, "--json");
  expect(outcome.status).toBe(0);
  const { models } = JSON.parse(outcome.stdout) as EvaluationResult;
  expect(models.map(({ model }) => model)).toEqual(names.split(","));
  for (const { confusion } of models) expect(confusion.map(sum)).toEqual([10, 10, 10]);
});

test.each([
  ["2", /adapted to each test speaker by 2 other clips without labels, mean over 5 draws/],
  ["all", /transductive: adapted to each test speaker by the tested clips themselves/],
] as const)("--calibration-clips %s is told in table, JSON and report", async (clips, words) => {
  const report = join(folder, `calibrated-${clips}.html`);
  const options = ["--model", "lda", "--set", "classic-180", "--calibration-clips", clips];
  const calibrated = (...words: string[]): Promise<Outcome> =>
    affekt(["evaluate", five, ...options, "--jobs", "1", ...words], join(folder, "cache"));
  expect((await calibrated("--report", report)).stdout).toMatch(words);
  expect(await readFile(report, "utf8")).toMatch(words);
  const { stdout } = await calibrated("--json");
  const { models } = JSON.parse(stdout) as EvaluationResult;
  const isAll = clips === "all";
  expect(models[0]!.calibration).toEqual({
    clips: isAll ? clips : 2,
    draws: isAll ? 1 : 5,
    transductive: isAll,
  });
});

test("--calibration-clips 0 is refused", async () => {
  expect(await evaluate(five, "--model", "lda", "--calibration-clips", "0")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("whole number from 1"),
  });
});

test("a model that does not take the features is refused before any is trained", async () => {
  expect(await evaluate(five, "--model", "mlp,resnet2d")).toMatchObject({
    status: 3,
    stderr: expect.stringMatching(
      /resnet2d: takes sequences of frames, got vectors of \[180\] values; take a feature set such as frames or frames-mfcc, or another model\n$/,
    ),
  });
});

test("both models, group-k, --json: every key; the same seed, the same course of training", async () => {
  const outcome = await evaluate(five, "--json");
  expect(outcome.status).toBe(0);
  expect(outcome.stderr).toMatch(/^features 30 recordings.*\nfolds trained and tested \(.*\)\n$/);
  const { models, data, seed } = JSON.parse(outcome.stdout) as EvaluationResult;
  expect(seed).toBe(0);
  expect(data).toMatchObject({
    sources: [five],
    corpora: ["ravdess"],
    clips: 30,
    speakers: 5,
    emotions: { neutral: 10, calm: 10, happy: 10 },
    leftOut: [],
  });
  expect(models.map(({ model }) => model)).toEqual(["mlp", "cnn"]);
  for (const model of models) {
    expect(model).toMatchObject({
      set: "classic-180",
      protocol: "group-k",
      speakerDependent: false,
      labels: ["neutral", "calm", "happy"],
      seconds: { features: expect.any(Number), training: expect.any(Number) },
    });
    expect(model.confusion.map(sum)).toEqual([10, 10, 10]);
    const right = model.confusion.map((row, c) => row[c] ?? 0);
    expect(model.accuracy).toBeCloseTo(sum(right) / 30);
    expect([model.uar, model.recall]).toEqual([expect.closeTo(sum(right) / 30), model.uar]);
    expect([model.precision, model.f1].every((figure) => figure >= 0 && figure <= 1)).toBe(true);
    const [low, high] = model.interval.uar;
    expect(low).toBeLessThanOrEqual(model.uar);
    expect(high).toBeGreaterThanOrEqual(model.uar);
    expect(model.folds.flatMap(({ test }) => test).sort()).toEqual(["01", "02", "03", "04", "05"]);
    for (const fold of model.folds) {
      expect(fold).toMatchObject({ epochs: 3, clips: { train: 24, validation: 0, test: 6 } });
      expect(Object.keys(fold)).toEqual(
        expect.arrayContaining(["accuracy", "uar", "precision", "recall", "f1", "seconds"]),
      );
      expect(fold.history.loss).toHaveLength(3);
    }
  }
  const again = JSON.parse((await evaluate(five, "--json")).stdout) as EvaluationResult;
  const course = ({ folds }: EvaluationResult["models"][number]) =>
    folds.map(({ history }) => history);
  expect(again.models.map(course)).toEqual(models.map(course));
});

test("random is marked as speaker-dependent, in the table and the JSON; a report is written", async () => {
  const report = join(folder, "report.html");
  const words = [five, "--model", "mlp", "--protocol", "random"];
  const { status, stdout } = await evaluate(...words, "--report", report);
  expect(status).toBe(0);
  expect(stdout).toContain("random, speaker-dependent: the same speakers in training and test");
  expect(stdout).toMatch(/^mlp +classic-180 +\d/m);
  const html = await readFile(report, "utf8");
  expect(html).toMatch(/^<!doctype html>/i);
  expect(html).toContain("speaker-dependent");
  expect(html.match(/<svg/g)?.length).toBeGreaterThan(2);
  const { stdout: json } = await evaluate(...words, "--json");
  const [model] = (JSON.parse(json) as EvaluationResult).models;
  expect(model).toMatchObject({ protocol: "random", speakerDependent: true });
  expect(model?.folds.map(({ clips }) => clips.test)).toEqual([9, 9, 9]);
});

test("several models over seeds: compared in the table, the report and tables in files", async () => {
  const [report, tables] = [join(folder, "seeds.html"), join(folder, "tables.md")];
  const words = [five, "--model", "mlp,cnn", "--epochs", "1", "--seeds", "2", "--report", report];
  const { status, stdout } = await evaluate(...words, "--tables", tables);
  expect(status).toBe(0);
  expect(stdout).toContain("Scores are means over 2 seeds");
  expect(stdout).toMatch(/^first +second +difference of UAR \(95 %\) +p, speakers +p, McNemar$/m);
  expect(stdout).toMatch(/^mlp +cnn +\S+ \(\S+ to \S+\) +(< )?\d\.\d{3} +(< )?\d\.\d{3}$/m);
  expect(stdout).toContain("corrected for the number of comparisons by Holm's method");
  const markdown = await readFile(tables, "utf8");
  for (const title of ["Comparison", "Paired comparison of models", "All scores"]) {
    expect(markdown).toContain(`## ${title}\n`);
  }
  expect(markdown).toContain("## Confusion matrix: cnn, classic-180, group-k\n");
  const html = await readFile(report, "utf8");
  expect(html).toContain('<audio controls preload="none" src="data:audio/wav;base64,');
  expect(html).toContain("Map of the clips");
  expect(html).toContain(`Node ${process.versions.node}`);
});

test("--no-audio leaves recordings out, and tables end in .md or .tex", async () => {
  const [report, tables] = [join(folder, "silent.html"), join(folder, "tables.tex")];
  const words = [five, "--model", "mlp", "--permutations", "1", "--report", report, "--no-audio"];
  expect((await evaluate(...words, "--tables", tables)).status).toBe(0);
  const html = await readFile(report, "utf8");
  expect(html).not.toContain("<audio");
  expect(html).toContain("Feature importance");
  expect(await readFile(tables, "utf8")).toMatch(/^\\begin\{table\}/);
  const refused = await evaluate(five, "--tables", "tables.doc");
  expect(refused.stderr).toContain("--tables: tables.doc must end in .md or .tex");
  expect(refused.status).toBe(2);
});

test("several sets are compared, too, and a nested choice is one among all", async () => {
  const words = [five, "--model", "lda,mlp", "--set", "classic-180,classic"];
  const { stdout } = await evaluate(...words, "--inner-folds", "2", "--json");
  const { models, comparisons } = JSON.parse(stdout) as EvaluationResult;
  expect(models.map(({ model, set }) => `${model} ${set}`)).toEqual([
    "lda classic-180",
    "mlp classic-180",
    "lda classic",
    "mlp classic",
    "nested choice classic-180 or classic",
  ]);
  expect(comparisons).toHaveLength(10);
});

test.each([
  [[], "emobox-6", 6, ["01", "11", "20", "21"]],
  [["--protocol", "luna-5"], "luna-5", 5, ["02", "05", "14", "15", "16"]],
  [["--protocol", "fixed"], "fixed", 1, ["21", "22", "23", "24"]],
  [["--protocol", "loso"], "loso", 24, ["01"]],
])("all of RAVDESS' actors, %j: %s", async (words, protocol, folds, first) => {
  const all = await putFiles(join(folder, "all"), corpus(ALL, 2));
  const { status, stdout } = await evaluate(all, "--model", "mlp", "--json", ...words);
  expect(status).toBe(0);
  const [model] = (JSON.parse(stdout) as EvaluationResult).models;
  expect(model).toMatchObject({ protocol, speakerDependent: false });
  expect(model?.folds.map(({ test }) => test)).toHaveLength(folds);
  expect(model?.folds[0]?.test).toEqual(first);
});

test("validation speakers come out of each fold's training side", async () => {
  const words = ["--model", "mlp", "--protocol", "loso", "--validation-speakers", "1"];
  const { stdout } = await evaluate(five, ...words, "--json");
  const [model] = (JSON.parse(stdout) as EvaluationResult).models;
  expect(model?.folds.map(({ clips }) => clips)).toEqual(
    Array.from({ length: 5 }, () => ({ train: 18, validation: 6, test: 6 })),
  );
  expect(model?.folds[0]?.history.validationScore).toHaveLength(3);
});

test("a recording that cannot be read is left out, listed and makes status 4", async () => {
  const mixed = await putFiles(join(folder, "mixed"), {
    ...corpus([1, 2], 2),
    "Actor_01/03-01-03-01-01-01-01.wav": new Uint8Array(),
    "own.wav": clip(1, 1, 1),
  });
  const words = ["--model", "mlp", "--protocol", "loso", "--json"];
  const { status, stdout, stderr } = await evaluate(mixed, ...words);
  expect(status).toBe(4);
  expect(stderr).toMatch(
    /affekt: 1 of 10 recordings failed:\n {2}Actor_01\/03-01-03.*it is empty.*\n$/,
  );
  const { data } = JSON.parse(stdout) as EvaluationResult;
  expect(data.clips).toBe(8);
  expect(data.leftOut).toMatchObject([
    { path: "Actor_01/03-01-03-01-01-01-01.wav", reason: expect.stringMatching(/^cannot be read/) },
    { path: "own.wav", reason: "its emotion is not known" },
  ]);
});

test.each([
  [
    "one emotion",
    corpus([1, 2], 1),
    [],
    "labels: at least two emotions are needed; of 4 recordings all that have one are neutral. They",
  ],
  [
    "one speaker",
    corpus([1], 2),
    [],
    "group-k: testing on new speakers needs at least two, found only 01; name the speakers (a manifest's column speaker, or --pattern), or use --protocol random",
  ],
  [
    "one speaker",
    corpus([1], 2),
    ["--protocol", "loso"],
    "loso: testing on new speakers needs at least two, found only 01",
  ],
  [
    "few speakers",
    corpus([1, 2], 2),
    ["--folds", "3"],
    "group-k: 3 folds need at least 3 speakers, found 2",
  ],
  [
    "few speakers",
    corpus([1, 2], 2),
    ["--protocol", "emobox-6"],
    "has no test clips, found only the actors 01 02; use --protocol group-k or loso",
  ],
  [
    "no labels",
    { "a.wav": clip(1, 1, 1) },
    [],
    "labels: at least two emotions are needed; of 1 recordings none has an emotion. They come from",
  ],
])("refused: %s", async (name, files, words, message) => {
  const source = await putFiles(join(folder, name), files);
  const report = join(folder, "kept.html");
  await writeFile(report, "old");
  const { status, stdout, stderr } = await evaluate(source, ...words, "--report", report);
  expect(stderr).toContain(message);
  expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
  expect(await readFile(report, "utf8")).toBe("old");
});

test("a report that cannot be written is refused before the work", async () => {
  const { status, stderr } = await evaluate(five, "--report", join(five, "Actor_01"));
  expect(stderr).toMatch(/^affekt: the output .*Actor_01 would not be written: it is a folder\n$/);
  expect(status).toBe(2);
});

test("Ctrl-C stops in the middle of a fold", async () => {
  const words = [five, "--model", "cnn", "--set", "classic-180", "--epochs", "100000"];
  const { status, stdout, stderr } = await affektProcess(["evaluate", ...words], {
    cache: join(folder, "cache"),
    onStart: async (child) => {
      await once(child.stderr!, "data"); // features are ready, training begins
      await delay(500);
      child.kill("SIGINT");
    },
  });
  expect(stderr).toMatch(/\naffekt: interrupted by SIGINT\n$/);
  expect({ status, stdout }).toEqual({ status: 130, stdout: "" });
});
