// Trials a minute of a nested search, by what its jobs run on: one local thread, two, and two worker processes over Redis. The same trials
// each time; medians of five rounds.
// Run by hand, on a machine of two cores that does nothing else: node bench/scaling.ts [trials a fold, default 20] [epochs of a training, default 60] (needs
// redis-server).

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { madeUp } from "../src/evaluation/made-up.fixture.ts";
import { median } from "../src/math/statistics/median.ts";
import { nestedSearch } from "../src/model-selection/nested-search.ts";
import { folderStore } from "../src/node/queue/folder-store.ts";
import { openQueuePool } from "../src/node/queue/queue-pool.ts";
import { startRedis } from "../src/node/queue/redis.fixture.ts";
import type { Jobs } from "../src/node/workers/jobs.ts";
import { createPool } from "../src/node/workers/thread-pool.ts";
import type { Pool } from "../src/parallel/pool.ts";

const ROUNDS = 5;
const FOLDS = 2;
const trials = Number(process.argv[2] ?? 20);
const epochs = Number(process.argv[3] ?? 60);

const data = madeUp({ speakers: 24, takes: 12 });

/** Trials a minute; the tests of the winners are part of it. */
async function rateOn(pool: Pool<Jobs>, count = trials): Promise<number> {
  const begun = performance.now();
  await nestedSearch([data], {
    // what a trial costs is fixed, so that both folds end at the same time
    models: [
      {
        name: "mlp",
        settings: {
          maxIter: epochs,
          nIterNoChange: epochs,
          hiddenLayerSizes: [300],
          batchSize: 128,
        },
      },
    ],
    sampler: { name: "random" },
    folds: FOLDS,
    innerFolds: 2,
    trials: count,
    pool,
  });
  return (FOLDS * count * 60_000) / (performance.now() - begun);
}

const folder = mkdtempSync(join(tmpdir(), "affekt-bench-"));
const redis = await startRedis();
const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const workers = [1, 2].map(() =>
  spawn(
    process.execPath,
    [main, "worker", "--redis", redis.url, "--jobs", "1", "--store", folder],
    {
      stdio: ["ignore", "inherit", "pipe"],
    },
  ),
);
try {
  await Promise.all(workers.map(({ stderr }) => once(stderr, "data")));
  for (const worker of workers) worker.stderr.resume();
  const pools: Readonly<Record<string, Pool<Jobs>>> = {
    "one thread": createPool({ jobs: 1 }),
    "two threads": createPool({ jobs: 2 }),
    "two processes over Redis": await openQueuePool<Jobs>({
      url: redis.url,
      queue: "affekt",
      store: folderStore(folder),
      onWarning: console.error,
    }),
  };
  const rates: Record<string, number[]> = {};
  for (const pool of Object.values(pools)) await rateOn(pool, 1);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, pool] of Object.entries(pools)) {
      (rates[name] ??= []).push(await rateOn(pool));
    }
  }
  const middle = (name: string): number => median(rates[name]!);
  console.log("| workers | trials a minute | least | most |\n| --- | ---: | ---: | ---: |");
  for (const [name, own] of Object.entries(rates)) {
    const parts = [median(own), Math.min(...own), Math.max(...own)];
    console.log(`| ${name} | ${parts.map((rate) => rate.toFixed(0)).join(" | ")} |`);
  }
  const two = middle("two threads");
  console.log(`\ntwo threads: ${(two / middle("one thread")).toFixed(2)} × one`);
  console.log(`over Redis: ${(middle("two processes over Redis") / two).toFixed(2)} × two threads`);
  for (const pool of Object.values(pools)) await pool.close();
} finally {
  for (const worker of workers) worker.kill();
  await redis.stop();
  rmSync(folder, { recursive: true });
}
