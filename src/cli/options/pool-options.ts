import { join } from "node:path";
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { cacheFolder } from "../../node/cache/cache-folder.ts";
import { DEFAULT_QUEUE } from "../../node/queue/queue-messages.ts";
import { openQueuePool } from "../../node/queue/queue-pool.ts";
import { sharedFolder, type SharedStore } from "../../node/queue/shared-folder.ts";
import type { Jobs } from "../../node/workers/jobs.ts";
import { createPool } from "../../node/workers/thread-pool.ts";
import type { Pool } from "../../parallel/pool.ts";
import { warn } from "../terminal/warning.ts";

/** Options of where jobs run. */
export interface PoolOptions {
  readonly jobs: number;
  readonly redis?: string;
  readonly queue?: string;
  readonly shared?: string;
}

/** `--redis`, `--queue` and `--shared`; `use` is what a command does with Redis. */
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
      "--shared <folder>",
      "folder that all machines share, for recordings and features (default: one in the cache folder, for one machine)",
    )
    .optionsGroup("Options:");
}

/** The pool that options ask for: threads of this process, or the workers of a queue. @throws as `openQueuePool` */
export async function openPool({
  jobs,
  redis,
  queue = DEFAULT_QUEUE,
  shared,
}: PoolOptions): Promise<Pool<Jobs>> {
  if (redis === undefined) return createPool({ jobs });
  return openQueuePool<Jobs>({
    url: redis,
    queue,
    store: sharedStore(shared),
    size: jobs === availableParallelism() ? undefined : jobs,
    onWarning: warn,
  });
}

/** What machines share: a folder, by default one of the cache. */
export function sharedStore(folder: string | undefined): SharedStore {
  return sharedFolder(sharedPath(folder));
}

/** The folder that machines share. */
export function sharedPath(folder: string | undefined): string {
  return folder ?? join(cacheFolder(), "shared");
}
