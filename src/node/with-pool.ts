import { availableParallelism } from "node:os";
import type { Pool } from "../parallel.ts";
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
