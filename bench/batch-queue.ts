// How many recordings of a batch go through the real queue: workers whose jobs sleep instead of predicting, and the caller that saves what
// they tell. The caller is the only one there is in a batch, so its processor time bounds the batch.
// node bench/batch-queue.ts [--workers 10,100,400] [--milliseconds 50] (needs redis-server)
import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { fork } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { predictBatch } from "../src/node/batch/predict-batch.ts";
import { openQueuePool } from "../src/node/queue/queue-pool.ts";
import { serveQueue } from "../src/node/queue/queue-worker.ts";
import { connectRedis } from "../src/node/queue/redis.ts";
import { startRedis } from "../src/node/queue/redis.fixture.ts";
import { folderStore } from "../src/node/queue/folder-store.ts";
import type { BatchInput, BatchResult } from "../src/node/workers/batch-job.ts";
import type { Jobs } from "../src/node/workers/jobs.ts";
import type { Reply, Request } from "../src/parallel/messages.ts";
import { serveJobs } from "../src/parallel/serve-jobs.ts";
import type { PoolWorker } from "../src/parallel/worker-pool.ts";

const labels = ["angry", "boredom", "disgust", "fearful", "happy", "neutral", "sad"];
const { values } = parseArgs({
  options: {
    workers: { type: "string", default: "10,100,400" },
    milliseconds: { type: "string", default: "50" },
    /** Of a process with sleeping workers, which this script starts. */
    serve: { type: "string" },
  },
});

/** A worker that sleeps for each recording. */
function sleeper(): PoolWorker {
  let onReply = (_: Reply): void => {};
  let onRequest = (_: Request): void => {};
  const port = {
    send: (reply: Reply) => onReply(reply),
    onRequest: (listener: (request: Request) => void) => void (onRequest = listener),
  };
  const result: BatchResult = {
    state: "predicted",
    durationSeconds: 3,
    problems: [],
    rows: [
      {
        startSeconds: 0,
        endSeconds: 3,
        emotion: "sad",
        probabilities: Float32Array.from(labels, () => 1 / labels.length),
      },
    ],
  };
  serveJobs<Pick<Jobs, "batch">>(
    {
      async *batch({ files }: BatchInput) {
        for (const _ of files) {
          await sleep(Number(values.milliseconds));
          yield result;
        }
      },
    },
    port,
  );
  return {
    send: (request) => onRequest(request),
    onReply: (listener) => void (onReply = listener),
    onExit: () => {},
    terminate: async () => {},
  };
}

async function measure(): Promise<void> {
  const redis = await startRedis("--maxmemory-policy", "noeviction");
  const folder = mkdtempSync(join(tmpdir(), "affekt-bench-"));
  try {
    const recordings = join(folder, "recordings");
    mkdirSync(recordings);
    writeFileSync(join(recordings, "0.wav"), "");
    for (let i = 1; i < 20_000; i++) {
      linkSync(join(recordings, "0.wav"), join(recordings, `${i}.wav`));
    }
    console.log(
      "| workers | recordings a second | of the ideal | caller, ms of processor time a recording |",
    );
    console.log("| ---: | ---: | ---: | ---: |");
    for (const workers of values.workers.split(",").map(Number)) {
      const queue = `batch-${workers}`;
      const words = ["--serve", `${redis.url} ${queue} ${workers}`];
      const child = fork(fileURLToPath(import.meta.url), [
        ...words,
        "--milliseconds",
        values.milliseconds,
      ]);
      await once(child, "message");
      const pool = await openQueuePool<Jobs>({
        url: redis.url,
        queue,
        store: folderStore(join(folder, "shared")),
        size: workers,
        onWarning: () => {},
      });
      const sources = [recordings];
      const out = join(folder, queue);
      let begun: { readonly at: number; readonly usage: NodeJS.CpuUsage } | undefined;
      let count = 0;
      await predictBatch({
        folder: out,
        sources,
        model: new Uint8Array(8),
        labels,
        windowing: "auto",
        pool,
        onProgress: () => {
          begun ??= { at: performance.now(), usage: process.cpuUsage() };
          count++;
        },
      });
      const seconds = (performance.now() - begun!.at) / 1000;
      const { user, system } = process.cpuUsage(begun!.usage);
      const rate = count / seconds;
      const ideal = (1000 / Number(values.milliseconds)) * workers;
      console.log(
        `| ${workers} | ${rate.toFixed(0)} | ${((100 * rate) / ideal).toFixed(0)} % | ${((user + system) / 1000 / count).toFixed(2)} |`,
      );
      await pool.close();
      child.kill();
    }
    const monitor = await connectRedis(redis.url);
    const [, cpu] = /used_cpu_user:(\S+)/.exec(await monitor.info("cpu"))!;
    console.log(`\nRedis: ${cpu} s of processor time in all`);
    monitor.disconnect();
  } finally {
    await redis.stop();
    rmSync(folder, { recursive: true });
  }
}

async function serve(text: string): Promise<void> {
  const [url = "", queue = "", jobs] = text.split(" ");
  const folder = mkdtempSync(join(tmpdir(), "affekt-bench-"));
  const store = folderStore(folder);
  await serveQueue({ url, queue, store, jobs: Number(jobs), start: sleeper });
  process.send!("ready");
}

if (values.serve === undefined) await measure();
else await serve(values.serve);
