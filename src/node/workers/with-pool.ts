import { availableParallelism } from "node:os";
import type { Pool } from "../../parallel.ts";
import { features, type FeaturesInput } from "./features-job.ts";
import { createPool } from "./worker-pool.ts";

/** What long work runs on. */
export interface PoolOptions {
  /** How much is done at once; default one job a core. */
  readonly jobs?: number;
  /** A pool that is there already, instead of one of `jobs` workers for this work alone. */
  readonly pool?: Pool;
}

/** Runs work on the given pool, or on one that is closed afterwards. */
export async function withPool<T>(
  { jobs = availableParallelism(), pool }: PoolOptions,
  work: (pool: Pool) => Promise<T>,
): Promise<T> {
  if (pool !== undefined) return work(pool);
  const own = createPool({ jobs });
  try {
    return await work(own);
  } finally {
    await own.close();
  }
}

/** A pool that extracts features on the calling thread, for one recording or two: a worker's start takes longer than they do. */
export function callingThread(): Pool {
  return {
    size: 1,
    run: (_, input, onProgress = () => {}) => features(input as FeaturesInput, { onProgress }),
    close: () => Promise.resolve(),
  };
}
