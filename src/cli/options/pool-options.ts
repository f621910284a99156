import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { DEFAULT_QUEUE } from "../../node/queue/queue-messages.ts";
import { openQueuePool } from "../../node/queue/queue-pool.ts";
import { openStore } from "../../node/queue/open-store.ts";
import type { Jobs } from "../../node/workers/jobs.ts";
import { threadPool } from "../../node/workers/thread-pool.ts";
import type { WorkerPool } from "../../parallel/worker-pool.ts";
import { warn } from "../terminal/warning.ts";

/** Options of where jobs run. */
export interface PoolOptions {
  readonly jobs: number;
  readonly redis?: string;
  readonly queue?: string;
  readonly store?: string;
}

/** `--redis`, `--queue` and `--store`; `use` is what a command does with Redis. */
export function withQueue(
  to: Command,
  { isWorker = false, use = "run the jobs on the workers of this Redis" } = {},
): Command {
  const address = "such as redis://host:6379, or rediss://user:password@host:6380 for TLS";
  to.optionsGroup("Several machines:");
  if (isWorker) to.requiredOption("--redis <url>", `the address of Redis, ${address}`);
  else to.option("--redis <url>", `${use}, ${address}`);
  return to
    .option("--queue <name>", "name of the queue", DEFAULT_QUEUE)
    .option(
      "--store <place>",
      "where recordings and features travel: a folder that all machines share, or s3://bucket/prefix (default: one in the cache folder, for one machine)",
    )
    .optionsGroup("Options:");
}

/** The pool that options ask for: threads of this process, or the workers of a queue. @throws as `openQueuePool` */
export async function openPool({
  jobs,
  redis,
  queue = DEFAULT_QUEUE,
  store,
}: PoolOptions): Promise<WorkerPool<Jobs>> {
  if (redis === undefined) return threadPool({ jobs });
  return openQueuePool<Jobs>({
    url: redis,
    queue,
    store: await openStore(store),
    size: jobs === availableParallelism() ? undefined : jobs,
    onWarning: warn,
  });
}
