import type { Command } from "commander";
import { serveQueue } from "../../node/queue/queue-worker.ts";
import { openStore } from "../../node/queue/open-store.ts";
import { startJobThread } from "../../node/workers/thread-pool.ts";
import { command, type CommonOptions, withJobs } from "../options/options.ts";
import { withQueue } from "../options/pool-options.ts";
import { interruptible } from "../terminal/interrupt.ts";
import { say } from "../terminal/warning.ts";

interface Options extends CommonOptions {
  readonly jobs: number;
  readonly redis: string;
  readonly queue: string;
  readonly store?: string;
}

/** `affekt worker`: runs the jobs of commands on other machines. */
export function workerCommand(): Command {
  return withQueue(
    withJobs(
      command(
        "worker",
        "run jobs of tune, evaluate, features and predict from a queue in Redis; Ctrl-C ends it",
        "affekt worker --redis redis://host:6379 --store /mnt/affekt\naffekt tune ravdess --study study.sqlite --redis redis://host:6379 --store /mnt/affekt",
      ),
    ),
    { isWorker: true },
  ).action(run);
}

async function run({ redis, queue, store, jobs }: Options): Promise<void> {
  const worker = await serveQueue({
    url: redis,
    queue,
    store: await openStore(store),
    jobs,
    start: startJobThread,
    onJob: (job, state) => say(`${new Date().toISOString()} ${job} ${state}`),
  });
  try {
    await interruptible((signal) => {
      say(`works on the queue ${queue} with ${jobs} threads`);
      return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    });
  } finally {
    await worker.close();
  }
}
