import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SearchResult } from "../../model-selection/search-result.ts";
import { freePort, HAS_REDIS, startRedis, type TestRedis } from "../../node/queue/redis.fixture.ts";
import { affekt, hear, MAIN, type Outcome } from "../command-line.fixture.ts";
import { corpus, putFiles } from "../recordings.fixture.ts";

describe.skipIf(!HAS_REDIS)("workers over Redis", () => {
  let folder: string;
  let six: string;
  let redis: TestRedis;
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "affekt-worker-"));
    six = await putFiles(join(folder, "six"), corpus([1, 2, 3, 4, 5, 6], 3));
    redis = await startRedis("--requirepass", "secret");
  });

  afterAll(async () => {
    for (const worker of workers) worker.kill("SIGKILL");
    await redis.stop();
    await rm(folder, { recursive: true });
  });

  const url = (): string => `redis://:secret@127.0.0.1:${redis.port}`;

  async function startWorker(): Promise<ChildProcess> {
    const words = ["worker", "--redis", url(), "--jobs", "1", "--store", join(folder, "shared")];
    const worker = spawn(process.execPath, [MAIN, ...words], {
      stdio: ["ignore", "inherit", "pipe"],
    });
    workers.push(worker);
    await hear(worker, "works on the queue");
    return worker;
  }

  function run(...words: string[]): Promise<Outcome> {
    return affekt(words, join(folder, "cache"));
  }

  const remote = (): string[] => ["--redis", url(), "--store", join(folder, "shared")];

  test(
    "a worker is killed in a trial, and the study ends as without it",
    { timeout: 120_000 },
    async () => {
      const fast = ["--set", "classic-180", "--folds", "2", "--inner-folds", "2", "--json"];
      const what = [six, "--model", "mlp", "--param", "maxIter=40", "--trials", "4", ...fast];
      const told = async (study: string, ...more: string[]): Promise<SearchResult> => {
        const file = join(folder, study);
        const { status, stdout } = await run("tune", ...what, "--study", file, ...more);
        expect(status).toBe(0);
        return JSON.parse(stdout) as SearchResult;
      };
      const here = await told("here.sqlite", "--jobs", "1");
      const [first] = [await startWorker(), await startWorker()];
      const killed = (async () => {
        await hear(first, "trial begins");
        first.kill("SIGKILL");
      })();
      const there = await told("there.sqlite", ...remote());
      await killed;
      const timeless = ({ trials }: SearchResult) =>
        trials.map(({ id, state, params, score, reports }) => ({
          id,
          state,
          params,
          score,
          reports,
        }));
      expect(timeless(there)).toEqual(timeless(here));
      expect(there.outer).toEqual(here.outer);
    },
  );

  test(
    "a Redis that is killed and started again loses no trial",
    { timeout: 120_000 },
    async () => {
      const own = await startRedis("--requirepass", "secret");
      const address = `redis://:secret@127.0.0.1:${own.port}`;
      const place = ["--redis", address, "--store", join(folder, "shared")];
      const worker = spawn(process.execPath, [MAIN, "worker", ...place, "--jobs", "1"], {
        stdio: ["ignore", "inherit", "pipe"],
      });
      workers.push(worker);
      await hear(worker, "works on the queue");
      const again = (async () => {
        await hear(worker, "trial begins");
        own.process.kill("SIGKILL");
        await once(own.process, "exit");
        const words = ["--port", String(own.port), "--save", "", "--requirepass", "secret"];
        return spawn("redis-server", words, { stdio: "ignore" });
      })();
      const file = join(folder, "again.sqlite");
      const fast = ["--set", "classic-180", "--folds", "2", "--inner-folds", "2", "--json"];
      const what = [six, "--model", "ridge", "--trials", "3", ...fast, "--study", file];
      const { status, stdout } = await run("tune", ...what, ...place);
      expect(status).toBe(0);
      const { trials } = JSON.parse(stdout) as SearchResult;
      expect(trials.map(({ state }) => state)).toEqual(Array(6).fill("complete"));
      (await again).kill();
      await own.stop();
    },
  );

  test(
    "features, predictions and folds are those of this machine",
    { timeout: 60_000 },
    async () => {
      await startWorker();
      const features = ["features", six, "--set", "classic-180", "--no-cache"];
      const [here, there] = [await run(...features), await run(...features, ...remote())];
      expect(there.stdout).toBe(here.stdout);
      const evaluate = [
        "evaluate",
        six,
        "--model",
        "ridge",
        "--set",
        "classic-180",
        "--folds",
        "2",
        "--json",
      ];
      const scores: number[] = [];
      for (const more of [[], remote()]) {
        const { stdout } = await run(...evaluate, ...more);
        scores.push((JSON.parse(stdout) as { models: { uar: number }[] }).models[0]!.uar);
      }
      expect(scores[1]).toBe(scores[0]);
    },
  );

  test("Ctrl-C ends a worker", async () => {
    const worker = await startWorker();
    worker.kill("SIGINT");
    expect(await once(worker, "exit")).toEqual([0, null]);
  });
});

test("where no Redis is, it is said", async () => {
  const address = `redis://127.0.0.1:${await freePort()}`;
  for (const words of [["worker"], ["features", "."]]) {
    expect(await affekt([...words, "--redis", address], tmpdir())).toMatchObject({
      status: 3,
      stderr: expect.stringContaining(
        `affekt: no Redis at ${address}: connect ECONNREFUSED`,
      ) as string,
    });
  }
});
