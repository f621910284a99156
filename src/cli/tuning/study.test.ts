import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readModelInfo } from "../../models/file/decode-model.ts";
import type { SearchResult, TrialRecord } from "../../model-selection/search-result.ts";
import { affekt, affektProcess, type Outcome } from "../command-line.fixture.ts";
import { corpus, putFiles } from "../recordings.fixture.ts";

let folder: string;

function run(...words: string[]): Promise<Outcome> {
  return affekt(words, join(folder, "cache"));
}

const place = (name: string): string => join(folder, name);
const study = (...words: string[]): Promise<Outcome> => run("study", ...words);

function tune(model: string, ...more: string[]): Promise<Outcome> {
  const fast = ["--set", "classic-180", "--folds", "2", "--inner-folds", "2", "--jobs", "1"];
  const words = [place("six"), "--model", model, "--trials", "3", ...fast];
  return run("tune", ...words, "--study", place(`${model}.sqlite`), ...more);
}

async function json<T>(...words: string[]): Promise<T> {
  const { status, stdout, stderr } = await study(...words, "--json");
  expect([status, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as T;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-studies-"));
  await putFiles(place("six"), corpus([1, 2, 3, 4, 5, 6], 3));
  for (const model of ["ridge", "logistic"]) await tune(model);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

test("list, show, best and compare", async () => {
  const list = await json<{ study: string; trials: number }[]>("list", folder);
  expect(list).toMatchObject([
    { study: place("logistic.sqlite"), models: ["logistic"], trials: 6, complete: 6 },
    { study: place("ridge.sqlite"), models: ["ridge"], trials: 6, complete: 6 },
  ]);
  const shown = await json<Record<string, unknown>>("show", place("ridge.sqlite"));
  expect(Object.keys(shown)).toEqual(["study", "trials", "best", "outer"]);
  expect(shown["best"]).toEqual(await json("best", place("ridge.sqlite")));
  const words = await study("show", place("ridge.sqlite"));
  expect(words.stdout).toContain("ridge; 6 trials complete");
  expect(words.stdout).toMatch(/Tuned \d/);
  const files = [place("ridge.sqlite"), place("logistic.sqlite")];
  const { comparisons } = await json<{ comparisons: unknown[] }>("compare", ...files);
  expect(comparisons).toMatchObject([
    { first: files[0], second: files[1], p: expect.any(Number) as number },
  ]);
  expect((await study("compare", ...files)).stdout).toContain("ridge.sqlite less ");
});

test("export", async () => {
  const file = place("ridge.sqlite");
  for (const ending of ["csv", "json", "log"]) {
    expect((await study("export", file, "-o", place(`out.${ending}`))).status).toBe(0);
  }
  const [header, ...rows] = (await readFile(place("out.csv"), "utf8")).trimEnd().split("\n");
  expect(header).toContain("id,fold,number,state,score,seed,started,ended,seconds,params.alpha");
  expect(rows).toHaveLength(6);
  expect(rows[0]).toMatch(/^1\/0,1,0,complete,/);
  const { trials } = JSON.parse(await readFile(place("out.json"), "utf8")) as {
    trials: TrialRecord[];
  };
  const journal = (await readFile(place("out.log"), "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(journal.map((line) => line["op_code"])).toEqual([0, 4, 4, 4, 0, 4, 4, 4]);
  expect(journal[0]).toMatchObject({ study_name: "1", directions: [2] });
  expect(journal[5]).toMatchObject({
    study_id: 1,
    state: 1,
    value: trials[3]!.score,
    params: trials[3]!.params,
    distributions: {
      alpha:
        '{"name":"FloatDistribution","attributes":{"step":null,"low":0.01,"high":1000000,"log":true}}',
    },
  });
  expect(await study("export", file, "-o", place("out.txt"))).toMatchObject({ status: 2 });
});

test("train-best searches over all speakers and trains on them", { timeout: 60_000 }, async () => {
  const file = place("ridge.sqlite");
  const words = ["train-best", file, "-o", place("best.onnx"), "--jobs", "1", "--json"];
  const { status, stdout, stderr } = await study(...words);
  expect(status).toBe(0);
  expect(stderr).toContain(
    "Score to expect for new speakers, from the folds of the search: Tuned ",
  );
  const { params } = JSON.parse(stdout) as { params: { alpha: number } };
  const info = readModelInfo(await readFile(place("best.onnx")), { name: "best.onnx" });
  expect(info.model).toMatchObject({ kind: "ridge", settings: { alpha: params.alpha } });
  expect(info.training.speakers).toHaveLength(6);
  const { trials } = await json<{ trials: TrialRecord[] }>("show", file);
  expect(trials.filter(({ fold }) => fold === "all speakers")).toHaveLength(3);
});

test("an ensemble of the trials that are there, in one file", { timeout: 60_000 }, async () => {
  const file = place("logistic.sqlite");
  const before = await json<SearchResult>("show", file);
  const words = ["--resume", "--ensemble", "2", "--json"];
  const { best, outer, trials } = JSON.parse(
    (await tune("logistic", ...words)).stdout,
  ) as SearchResult;
  expect(trials).toEqual(before.trials);
  expect(best.map(({ ensemble: _, ...own }) => own)).toEqual(before.best);
  expect({ ...outer.single, untuned: outer.untuned }).toEqual(before.outer);
  const table = (await study("show", file)).stdout;
  for (const { ensemble } of best) {
    expect(ensemble!.trials).toHaveLength(2);
    expect(table).toContain(`ensemble of ${ensemble!.trials.join(", ")}`);
  }
  expect(table).toContain("The best trials alone ");

  const made = ["train-best", file, "-o", place("ensemble.onnx"), "--jobs", "1"];
  const { members } = JSON.parse((await study(...made, "--json")).stdout) as {
    members: { C: number }[];
  };
  const info = readModelInfo(await readFile(place("ensemble.onnx")), { name: "ensemble.onnx" });
  expect(info.model).toMatchObject({
    kind: "ensemble",
    settings: { members: members.map(({ C }) => ({ kind: "logistic", settings: { C } })) },
  });
});

test("delete; what is no study", async () => {
  expect((await study("delete", place("logistic.sqlite"))).status).toBe(0);
  expect(existsSync(place("logistic.sqlite"))).toBe(false);
  expect(await study("show", place("logistic.sqlite"))).toMatchObject({
    status: 3,
    stderr: `affekt: ${place("logistic.sqlite")} does not exist\n`,
  });
  expect((await study("list", place("none"))).status).toBe(3);
});

test("a page for people, and the same while the study runs", { timeout: 60_000 }, async () => {
  const file = place("ridge.sqlite");
  expect((await study("export", file, "-o", place("page.html"))).status).toBe(0);
  const page = await readFile(place("page.html"), "utf8");
  for (const title of ["Winners", "History", "Importance", "Parallel", "Slices", "Timeline"]) {
    expect(page).toContain(`<h2>${title}`);
  }
  // machine, process and thread
  expect(page).toMatch(/>[^<>]+-\d+\/\d+<\/text>/);
  expect(page).not.toContain("<h2>Curves");
  expect(page).not.toMatch(/undefined|NaN|<script/);
  const { stdout } = await study("watch", file);
  expect(stdout).toMatch(/^\d+ trials of 3 in each of .*Tuned \d/);
  let served = "";
  const { status } = await affektProcess(["study", "watch", file, "--port", "0"], {
    cache: join(folder, "cache"),
    onStart: async (child) => {
      const [line] = (await once(child.stderr!, "data")) as [Buffer];
      const address = /http:\S+/.exec(String(line))![0];
      served = await (await fetch(address)).text();
      child.kill("SIGINT");
    },
  });
  expect(status).toBe(0);
  expect(served).toContain('<meta http-equiv="refresh" content="5" />');
});
