// What a job costs beside its work: on threads of this process, and over a Redis with worker processes. Then how many jobs a second go through
// the real queue when each sleeps, and what that costs the process that hands them out, and Redis.
// Run by hand: node bench/queue-overhead.ts (needs redis-server).

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "../src/math/statistics/median.ts";
import { openQueuePool } from "../src/node/queue/queue-pool.ts";
import { serveQueue } from "../src/node/queue/queue-worker.ts";
import { connectRedis } from "../src/node/queue/redis.ts";
import { startRedis } from "../src/node/queue/redis.fixture.ts";
import { folderStore } from "../src/node/queue/folder-store.ts";
import { startThread } from "../src/node/workers/thread.ts";
import type { Pool } from "../src/parallel/pool.ts";
import { type PoolWorker, workerPool } from "../src/parallel/worker-pool.ts";
import type { TestJobs } from "../src/parallel/test-jobs.fixture.ts";

const JOBS = 200;
const JOBS_PER_WORKER = 6;

const script = new URL("../src/node/workers/test-worker.fixture.ts", import.meta.url);
const start = (): PoolWorker => startThread(script);

/** Workers a process at most. */
const PER_PROCESS = 125;

/** Starts processes with workers whose jobs sleep; returns the function that ends them. */
async function startSleepers(
  queue: string,
  workers: number,
  milliseconds: number,
): Promise<() => Promise<unknown>> {
  const script = fileURLToPath(new URL("queue-sleepers.ts", import.meta.url));
  const processes = Array.from({ length: Math.ceil(workers / PER_PROCESS) }, (_, p) => {
    const jobs = Math.min(PER_PROCESS, workers - p * PER_PROCESS);
    const words = [script, redis.url, queue, folder, String(jobs), String(milliseconds)];
    return spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] });
  });
  await Promise.all(processes.map((child) => once(child.stdout, "data")));
  return () =>
    Promise.all(
      processes.map((child) => {
        child.stdin.end();
        return once(child, "exit");
      }),
    );
}

/** The seconds of processor time that Redis has taken, and the memory that it has. */
async function redisUse(): Promise<{ readonly seconds: number; readonly memory: string }> {
  const [cpu, memory] = [await monitor.info("cpu"), await monitor.info("memory")];
  const partOf = (name: string): number => Number(new RegExp(`${name}:(\\S+)`).exec(cpu)![1]);
  return {
    seconds: partOf("used_cpu_user") + partOf("used_cpu_sys"),
    memory: /used_memory_human:(\S+)/.exec(memory)![1]!,
  };
}

/** A row of the table: so many workers, whose jobs sleep so long. */
async function rowOf(workers: number, milliseconds: number): Promise<string> {
  const queue = `sleep-${workers}-${milliseconds}`;
  const end = await startSleepers(queue, workers, milliseconds);
  const pool = await openQueuePool<TestJobs>({ ...common, queue, size: workers, onWarning });
  const count = workers * JOBS_PER_WORKER;
  const [begun, before, own] = [performance.now(), await redisUse(), process.cpuUsage()];
  await Promise.all(Array.from({ length: count }, (_, job) => pool.run("double", job)));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(own);
  const after = await redisUse();
  await pool.close();
  await end();
  const [rate, ideal] = [count / seconds, (1000 / milliseconds) * workers];
  const shareOf = (busy: number): string => `${((100 * busy) / seconds).toFixed(0)} %`;
  const coordinator = shareOf((user + system) / 1e6);
  const server = shareOf(after.seconds - before.seconds);
  return `| ${milliseconds} ms | ${workers} | ${rate.toFixed(0)} | ${((100 * rate) / ideal).toFixed(0)} % | ${coordinator} | ${server} | ${after.memory} |`;
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
const monitor = await connectRedis(redis.url);
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
  console.log(
    "\n| a job sleeps | workers | jobs a second | of the ideal | coordinator | Redis | Redis' memory |",
  );
  console.log("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  for (const workers of [1, 10, 50, 100, 200, 500]) console.log(await rowOf(workers, 1000));
  for (const workers of [50, 100, 200, 500]) console.log(await rowOf(workers, 100));
} finally {
  monitor.disconnect();
  await redis.stop();
  rmSync(folder, { recursive: true });
}
