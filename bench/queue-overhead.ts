// What a job costs beside its work: on threads of this process, and over a Redis with worker processes, and how many jobs a second go
// through the real queue when each sleeps.
// Run by hand: node bench/queue-overhead.ts (needs redis-server).

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../src/math/statistics/median.ts";
import { openQueuePool } from "../src/node/queue/queue-pool.ts";
import { serveQueue } from "../src/node/queue/queue-worker.ts";
import { connectRedis } from "../src/node/queue/redis.ts";
import { startRedis } from "../src/node/queue/redis.fixture.ts";
import { folderStore } from "../src/node/queue/folder-store.ts";
import { startThread } from "../src/node/workers/thread.ts";
import type { Reply, Request } from "../src/parallel/messages.ts";
import type { Pool } from "../src/parallel/pool.ts";
import { type PoolWorker, workerPool } from "../src/parallel/worker-pool.ts";
import type { TestJobs } from "../src/parallel/test-jobs.fixture.ts";

const JOBS = 200;
const SLEEP_MILLISECONDS = 100;

const script = new URL("../src/node/workers/test-worker.fixture.ts", import.meta.url);
const start = (): PoolWorker => startThread(script);

/** A worker whose jobs sleep, in place of a thread. */
function sleeper(): PoolWorker {
  let onReply = (_: Reply): void => {};
  return {
    send: (request: Request) => {
      if ("job" in request) setTimeout(() => onReply({ output: 0 }), SLEEP_MILLISECONDS);
    },
    onReply: (listener) => void (onReply = listener),
    onExit: () => {},
    terminate: async () => {},
  };
}

/** Milliseconds that one job after another takes, the median of five rounds. */
async function overheadOf(pool: Pool<TestJobs>): Promise<number> {
  await pool.run("double", 1);
  const rounds: number[] = [];
  for (let round = 0; round < 5; round++) {
    const begun = performance.now();
    for (let job = 0; job < JOBS / 5; job++) await pool.run("double", job);
    rounds.push((performance.now() - begun) / (JOBS / 5));
  }
  return median(rounds);
}

const redis = await startRedis("--maxmemory-policy", "noeviction");
const folder = mkdtempSync(join(tmpdir(), "affekt-bench-"));
const common = { url: redis.url, store: folderStore(folder) };
const onWarning = (): void => {};
try {
  await using local = workerPool<TestJobs>({ size: 1, start, onWarning });
  console.log(`local threads: ${(await overheadOf(local)).toFixed(2)} ms a job`);
  {
    const worker = await serveQueue({ ...common, queue: "one", jobs: 1, start });
    const pool = await openQueuePool<TestJobs>({ ...common, queue: "one", size: 1, onWarning });
    console.log(`over Redis: ${(await overheadOf(pool)).toFixed(2)} ms a job`);
    await pool.close();
    await worker.close();
  }
  const monitor = await connectRedis(redis.url);
  console.log(`\nJobs that sleep ${SLEEP_MILLISECONDS} ms, through the queue\n`);
  console.log(
    "| workers | jobs a second | of the ideal | processor of caller and workers | Redis |",
  );
  console.log("| ---: | ---: | ---: | ---: | ---: |");
  for (const workers of [1, 10, 50, 100, 200, 500]) {
    const queue = `many-${workers}`;
    const perProcess = Math.min(workers, 50);
    const served = await Promise.all(
      Array.from({ length: workers / perProcess }, () =>
        serveQueue({ ...common, queue, jobs: perProcess, start: sleeper }),
      ),
    );
    const pool = await openQueuePool<TestJobs>({ ...common, queue, size: workers, onWarning });
    const count = workers * 20;
    const begun = performance.now();
    const before = process.cpuUsage();
    await Promise.all(Array.from({ length: count }, (_, job) => pool.run("double", job)));
    const seconds = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(before);
    const memory = /used_memory_human:(\S+)/.exec(await monitor.info("memory"))![1];
    const rate = count / seconds;
    const ideal = (1000 / SLEEP_MILLISECONDS) * workers;
    console.log(
      `| ${workers} | ${rate.toFixed(0)} | ${((100 * rate) / ideal).toFixed(0)} % | ${((user + system) / 1e4 / seconds).toFixed(0)} % | ${memory} |`,
    );
    await pool.close();
    await Promise.all(served.map((worker) => worker.close()));
  }
  monitor.disconnect();
} finally {
  await redis.stop();
  rmSync(folder, { recursive: true });
}
