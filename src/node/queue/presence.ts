import type { Redis } from "ioredis";
import { AffektError } from "../../errors.ts";
import { VERSION } from "../../version.ts";
import { namesOf } from "./queue-messages.ts";

const BEAT_MILLISECONDS = 5000;
const LIFE_SECONDS = 20;

/**
 * Makes sure that all who use a queue have the same version, as long as one of them does. Returns the function that ends it.
 * @throws {AffektError} `mismatch` where others have another version.
 */
export async function joinQueue(
  redis: Redis,
  queue: string,
  { worker, caller, version = VERSION }: JoinOptions = {},
): Promise<() => void> {
  const names = namesOf(queue);
  await redis.set(names.version, version, "EX", LIFE_SECONDS, "NX");
  const used = await redis.get(names.version);
  if (used !== null && used !== version) {
    throw new AffektError(
      "mismatch",
      `the queue ${queue} is used by Affekt ${used}, this is ${version}; install the same version everywhere, or take another --queue`,
    );
  }
  const beat = async (): Promise<void> => {
    await redis.set(names.version, version, "EX", LIFE_SECONDS);
    if (caller !== undefined) await redis.set(names.caller(caller), 1, "EX", LIFE_SECONDS);
    if (!worker) return;
    await redis.set(names.worker(worker.id), worker.jobs, "EX", LIFE_SECONDS);
    await redis.sadd(names.workers, worker.id);
  };
  await beat();
  const timer = setInterval(() => void beat().catch(() => {}), BEAT_MILLISECONDS);
  return () => {
    clearInterval(timer);
    if (caller !== undefined) void redis.del(names.caller(caller)).catch(() => {});
    if (!worker) return;
    void redis.del(names.worker(worker.id)).catch(() => {});
    void redis.srem(names.workers, worker.id).catch(() => {});
  };
}

/** Options of `joinQueue`. */
export interface JoinOptions {
  /** Of a worker: its name and its jobs at once. */
  readonly worker?: { readonly id: string; readonly jobs: number };
  /** Of a caller: its name. */
  readonly caller?: string;
  /** Default: that of this program. */
  readonly version?: string;
}

/** The jobs that all workers of a queue run at once. */
export async function capacityOf(redis: Redis, queue: string): Promise<number> {
  const names = namesOf(queue);
  const ids = await redis.smembers(names.workers);
  if (ids.length === 0) return 0;
  const jobs = await redis.mget(ids.map(names.worker));
  const gone = ids.filter((_, i) => jobs[i] === null);
  if (gone.length > 0) await redis.srem(names.workers, ...gone);
  return jobs.reduce((sum, one) => sum + Number(one ?? 0), 0);
}

/** Calls `onGone` when a caller is no longer there: its process was killed. Returns the function that ends the watch. */
export function watchCaller(redis: Redis, { queue, caller, onGone }: WatchOptions): () => void {
  const key = namesOf(queue).caller(caller);
  let wasThere = true;
  const check = async (): Promise<void> => {
    const isThere = (await redis.exists(key)) === 1;
    // a Redis that was started again hears of the caller by its next beat
    if (!isThere && !wasThere) onGone();
    wasThere = isThere;
  };
  const timer = setInterval(() => void check().catch(() => {}), BEAT_MILLISECONDS);
  return () => clearInterval(timer);
}

interface WatchOptions {
  readonly queue: string;
  readonly caller: string;
  readonly onGone: () => void;
}
