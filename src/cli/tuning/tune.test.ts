import { type ChildProcess, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SearchResult } from "../../model-selection/search-result.ts";
import { StudyFile } from "../../node/studies/study-file.ts";
import { affekt, affektProcess, hear, MAIN, type Outcome } from "../command-line.fixture.ts";
import { corpus, putFiles } from "../recordings.fixture.ts";

let folder: string;
let six: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-tune-"));
  six = await putFiles(join(folder, "six"), corpus([1, 2, 3, 4, 5, 6], 3));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const FAST = ["--set", "classic-180", "--folds", "2", "--inner-folds", "2", "--jobs", "1"];

function words(study: string, more: readonly string[]): string[] {
  return ["tune", six, ...FAST, "--study", join(folder, study), ...more];
}

function tune(study: string, ...more: string[]): Promise<Outcome> {
  return affekt(words(study, more), join(folder, "cache"));
}

type Told = Pick<SearchResult, "trials" | "best" | "outer"> & { readonly study: string };

test("--json has the names that scripts rely on; the report and the table say the same", async () => {
  const report = join(folder, "report.html");
  const more = ["--model", "ridge,logistic", "--trials", "4"];
  const outcome = await tune("a.sqlite", ...more, "--report", report, "--json");
  expect(outcome).toMatchObject({ status: 0 });
  const told = JSON.parse(outcome.stdout) as Told;
  expect(Object.keys(told).sort()).toEqual(["best", "outer", "study", "trials"]);
  expect(told.study).toBe(join(folder, "a.sqlite"));
  expect(told.trials).toHaveLength(8);
  for (const { id, fold, state, params, score } of told.trials) {
    expect(id.startsWith(`${fold}/`)).toBe(true);
    expect(state).toBe("complete");
    expect(["ridge", "logistic"]).toContain(params["model"]);
    expect(score).toBeGreaterThan(0);
  }
  expect(told.best.map(({ fold }) => fold)).toEqual(["1", "2"]);
  expect(Object.keys(told.outer).sort()).toEqual(["difference", "interval", "uar", "untuned"]);
  expect(await readFile(report, "utf8")).toContain(
    "<h1>Speech emotion recognition: tuned, untuned",
  );

  const again = await tune("a.sqlite", ...more, "--resume");
  expect(again).toMatchObject({ status: 0 });
  expect(again.stdout).toContain(`Tuned ${(100 * told.outer.uar).toFixed(1)} (`);
  const longer = await tune(
    "a.sqlite",
    "--model",
    "ridge,logistic",
    "--trials",
    "5",
    "--resume",
    "--json",
  );
  const { trials } = JSON.parse(longer.stdout) as Told;
  expect(trials.filter(({ number }) => number < 4)).toEqual(told.trials);
  expect(trials).toHaveLength(10);
});

function trialsIn(study: string): number {
  const file = join(folder, study);
  if (!existsSync(file)) return 0;
  try {
    using read = StudyFile.read(file);
    const trials = read.searches.flatMap((name) => read.load(name)!.trials);
    return trials.filter(({ state }) => state === "complete").length;
  } catch {
    return 0;
  }
}

describe("killed or interrupted", () => {
  const LONG = ["--model", "mlp", "--trials", "4", "--param", "maxIter=30"];

  function stopped(study: string, signal: NodeJS.Signals, after: number): Promise<Outcome> {
    return affektProcess(words(study, [...LONG, "--resume"]), {
      cache: join(folder, "cache"),
      onStart: async (child) => {
        while (trialsIn(study) < after && child.exitCode === null) await delay(10);
        child.kill(signal);
      },
    });
  }

  test("it goes on, and ends as if nothing had been", { timeout: 120_000 }, async () => {
    const whole = await tune("whole.sqlite", ...LONG, "--json");
    expect(whole).toMatchObject({ status: 0 });
    await stopped("stopped.sqlite", "SIGKILL", 1);
    await stopped("stopped.sqlite", "SIGKILL", 3);
    const { status, stderr } = await stopped("stopped.sqlite", "SIGINT", 5);
    expect(status).toBe(130);
    expect(stderr).toContain("stopped.sqlite holds all trials. Rerun with --resume to continue");
    const end = await tune("stopped.sqlite", ...LONG, "--resume", "--json");
    const [found, wanted] = [end, whole].map(({ stdout }) => JSON.parse(stdout) as Told);
    const timeless = ({ trials }: Told) =>
      trials.map(({ id, params, score, reports, seed }) => ({ id, params, score, reports, seed }));
    expect(timeless(found!)).toEqual(timeless(wanted!));
    expect(found!.outer).toEqual(wanted!.outer);
  });
});

describe("several processes on one study", () => {
  const MANY = ["--model", "mlp", "--trials", "30", "--sampler", "random", "--json"];

  function start(
    onStart: (child: ChildProcess) => Promise<void>,
    ...more: readonly string[]
  ): Promise<Outcome> {
    const cache = join(folder, "cache");
    return affektProcess(words("shared.sqlite", [...MANY, ...more]), { cache, onStart });
  }

  test(
    "one writes and is killed, another one takes over; the result is that of one alone",
    { timeout: 600_000 },
    async () => {
      const alone = await tune("alone.sqlite", ...MANY);
      let known = 0;
      const first = start(async (child) => {
        while (known < 3 && child.exitCode === null) await delay(10);
        child.kill("SIGKILL");
      });
      while (!existsSync(join(folder, "shared.sqlite-socket"))) await delay(10);
      const helper = (): Promise<Outcome> =>
        start(async (child) => {
          await hear(child, "this one works for it");
          known++;
        });
      const other = start(async () => {}, "--seed", "1").finally(() => known++);
      const outcomes = await Promise.all([helper(), helper()]);
      const refused = await other;
      expect(refused.status).toBe(3);
      expect(refused.stderr).toContain("different seed (there 0, here 1)");
      expect((await first).status).toBe(null);
      expect(outcomes.map(({ status }) => status)).toEqual([0, 0]);
      const told = outcomes.map(({ stdout }) => JSON.parse(stdout) as Told);
      expect(told[0]).toEqual(told[1]);
      const wanted = JSON.parse(alone.stdout) as Told;
      const timeless = ({ trials }: Told) =>
        trials.map(({ id, params, score, seed }) => ({ id, params, score, seed }));
      expect(timeless(told[0]!)).toEqual(timeless(wanted));
      expect(told[0]!.outer).toEqual(wanted.outer);
    },
  );
});

describe("is refused", () => {
  test("a study that exists, without --resume; one of other data or settings with it", async () => {
    const brief = ["--model", "ridge", "--trials", "1"];
    expect((await tune("b.sqlite", ...brief)).status).toBe(0);
    expect(await tune("b.sqlite", ...brief)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("b.sqlite exists; pass --resume to continue it") as string,
    });
    const other = await tune(
      "b.sqlite",
      ...brief,
      "--resume",
      "--merge",
      "calm=neutral",
      "--seed",
      "1",
    );
    expect(other.stderr).toMatch(
      /b\.sqlite: is a study with different recordings \(there \w+, here \w+\), seed \(there 0, here 1\)\. Rerun with the original options, or choose another file/,
    );
    expect(other.status).toBe(3);
  });

  test.each([
    [
      { alpha: { type: "float", low: 2, high: 1 } },
      "space: alpha: low must be at most high, got 2 and 1",
    ],
    [{ depth: { type: "int", low: 1, high: 2 } }, "space: depth: mlp: has no option depth"],
    [
      { alpha: { type: "float", low: -1, high: 1 } },
      "space: alpha: mlp: alpha must be a number from 0, got -1",
    ],
    [[], "must hold a space, an object of parameters"],
    [{}, "space: must have at least one parameter"],
  ])("the space %j", async (space, message) => {
    const file = join(folder, "space.json");
    await writeFile(file, JSON.stringify(space));
    const { status, stderr } = await tune("c.sqlite", "--model", "mlp", "--space", file);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
    expect(existsSync(join(folder, "c.sqlite"))).toBe(false);
  });

  test("a file that is no study, a folder that is not there, limits of nothing", async () => {
    await writeFile(join(folder, "text.sqlite"), "no study");
    expect((await tune("text.sqlite", "--resume")).stderr).toContain("is no study");
    expect((await tune("none/d.sqlite")).stderr).toContain("does not exist; make it first");
    expect((await tune("d.sqlite", "--constraint", "bits<1")).status).toBe(2);
    expect((await tune("d.sqlite", "--time", "soon")).status).toBe(2);
  });
});

test("a full disk ends the search with status 3, and what was written stays", async () => {
  const [full, kept] = [join(folder, "full"), join(folder, "kept")];
  for (const one of [full, kept]) mkdirSync(one);
  const search = ["--model", "ridge", "--trials", "500", "--sampler", "random"];
  const words = ["tune", six, ...FAST, ...search, "--study", join(full, "a.sqlite")];
  const command = `mount -t tmpfs -o size=300k tmpfs ${full} && { "$@"; echo $?; cp ${full}/a.sqlite* ${kept}; }`;
  const { stdout, stderr } = spawnSync(
    "unshare",
    ["-rm", "sh", "-c", command, "sh", process.execPath, MAIN, ...words],
    { encoding: "utf8", env: { ...process.env, AFFEKT_CACHE: join(folder, "cache") } },
  );
  expect(stdout).toBe("3\n");
  expect(stderr).toContain(
    `cannot write ${join(full, "a.sqlite")}: the disk is full; what was written before stays`,
  );
  expect(trialsIn(join("kept", "a.sqlite"))).toBeGreaterThan(2);
}, 60_000);

test("a space of its own in TypeScript", async () => {
  const file = join(folder, "space.ts");
  await writeFile(
    file,
    `const space: Record<string, object> = { shrinkage: { type: "float", low: 0.1, high: 0.9 } };\nexport default space;\n`,
  );
  const { status, stdout } = await tune(
    "ts.sqlite",
    "--model",
    "lda",
    "--trials",
    "2",
    "--space",
    file,
    "--json",
  );
  expect(status).toBe(0);
  const { trials } = JSON.parse(stdout) as Told;
  expect(trials.every(({ params }) => Object.keys(params).join() === "shrinkage")).toBe(true);
});

test("trials choose between effects, and the model of the best one has their copies", async () => {
  const effects = ["--speed", "0.9..1.1", "--gain", "3"];
  const outcome = await tune("copies.sqlite", "--model", "lda", "--trials", "6", ...effects);
  expect(outcome).toMatchObject({ status: 0 });
  const study = join(folder, "copies.sqlite");
  const shown = await affekt(["study", "show", study, "--json"], join(folder, "cache"));
  const { trials } = JSON.parse(shown.stdout) as Told;
  const chosen = trials.map(({ params }) => params["augmentation"]);
  const names = ["none", "speed+gain", "speed", "gain"];
  expect(chosen.every((name) => names.includes(name as string))).toBe(true);
  expect(new Set(chosen).size).toBeGreaterThan(1);
  const model = join(folder, "copies.onnx");
  const made = await affekt(["study", "train-best", study, "-o", model, "--json"], folder);
  expect(made).toMatchObject({ status: 0 });
  const { augmentation } = (JSON.parse(made.stdout) as { params: Record<string, string> }).params;
  const told = (await affekt(["info", model], folder)).stdout;
  expect(told.includes("augmented")).toBe(augmentation !== "none");
}, 60_000);
