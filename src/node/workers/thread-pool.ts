import { availableParallelism } from "node:os";
import { kernelsModule } from "../../math/kernels.ts";
import { assertOptionNames, complete } from "../../options/check.ts";
import { integer } from "../../options/schema.ts";
import type { Pool } from "../../parallel/pool.ts";
import { type PoolWorker, type WorkerPool, workerPool } from "../../parallel/worker-pool.ts";
import { disableTelemetry } from "../telemetry.ts";
import type { Jobs } from "./jobs.ts";
import { startThread, type ThreadData } from "./thread.ts";
import { warnOnce } from "./warn-once.ts";

const THREADS = integer({ min: 1, max: 1024, text: "number of worker threads" });

/** Samples and features lie outside of V8's heap; by default its part for new objects grows to 48 MB a thread. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 12 };

/** Options of `createPool`. */
export interface PoolOptions {
  /** The number of worker threads; default one per core. */
  readonly jobs?: number | undefined;
}

/**
 * A pool of worker threads, which start when they are needed.
 * @throws {AffektError} `invalid-argument` for a number of threads that is not in [1, 1024].
 */
export function createPool(options: PoolOptions = {}): Pool<Jobs> {
  assertOptionNames(options, { jobs: true }, "createPool");
  return threadPool(options);
}

/** A pool of worker threads that others can be added to. @throws as `createPool` */
export function threadPool({ jobs = availableParallelism() }: PoolOptions): WorkerPool<Jobs> {
  return workerPool<Jobs>({
    size: complete(THREADS, jobs, "jobs"),
    start: startJobThread,
    onWarning: warnOnce,
  });
}

/** Starts a thread that runs `Jobs`. */
export function startJobThread(): PoolWorker {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return startThread(new URL(`./worker.${extension}`, import.meta.url), threadOptions());
}

/** Options of a thread: in words of our own, since this file's types must not need those of Node. */
interface ThreadOptions {
  readonly workerData: object;
  readonly resourceLimits: { maxYoungGenerationSizeMb: number };
}

/** The options that a thread of Affekt's starts with; `more` is further data for it. */
export function threadOptions(more: object = {}): ThreadOptions {
  const workerData: ThreadData = {
    ...more,
    // one module for all threads, which outlives them: V8 now and then ends the process where it frees code that it is still compiling
    kernels: kernelsModule(),
    telemetryIsOff: disableTelemetry(),
  };
  return { workerData, resourceLimits: RESOURCE_LIMITS };
}
