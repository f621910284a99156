import { complete } from "../options/check.ts";
import { integer } from "../options/schema.ts";
import { inlinePool } from "../parallel/inline-pool.ts";
import type { Pool } from "../parallel/pool.ts";
import { workerPool } from "../parallel/worker-pool.ts";
import { JOBS, type Jobs } from "./jobs.ts";
import { encoderAddress } from "./model-files.ts";
import type { WorkerSettings } from "./serve-worker.ts";
import { startWorker } from "./start-worker.ts";
import { webRuntimeSettings, type WebRuntimeOptions } from "./web-runtime.ts";
import { poolWorker } from "./web-worker.ts";

/** Each worker has memory of its own, of a training some tens of MB. */
const MOST_WORKERS = 8;

const WORKERS = integer({ min: 1, max: 1024, text: "number of web workers" });

/** Options of `createPool`. */
export interface PoolOptions extends WebRuntimeOptions {
  /** The number of web workers; default one per core, at most 8. */
  readonly jobs?: number | undefined;
  /** Starts a worker, where the bundler does not: its script calls `serveWorker` of `affekt/browser`. */
  readonly startWorker?: (() => Worker) | undefined;
}

/**
 * A pool of web workers, which start when they are needed.
 */
export function createPool(options: PoolOptions = {}): Pool<Jobs> {
  const { start, size } = workersOf(options);
  return workerPool<Jobs>({ size, start, onWarning: warn });
}

/** A pool for one call: of web workers where they start, else the calling thread. */
export async function createPoolOrInline(options: PoolOptions): Promise<Pool<Jobs>> {
  const { start, size } = workersOf(options);
  if (size === 1 || typeof Worker === "undefined") return inlinePool(JOBS, warn);
  try {
    const first = start();
    await first.ready;
    const started = [first];
    return workerPool<Jobs>({ size, start: () => started.pop() ?? start(), onWarning: warn });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(`web workers do not start (${reason}); working on one thread`);
    return inlinePool(JOBS, warn);
  }
}

function workersOf({
  jobs = Math.min(navigator.hardwareConcurrency, MOST_WORKERS),
  startWorker: begin = startWorker,
  wasmPaths,
}: PoolOptions) {
  const size = complete(WORKERS, jobs, "jobs");
  const start = () => {
    const worker = begin();
    const settings = wasmPaths === undefined ? webRuntimeSettings() : { wasmPaths };
    worker.postMessage({ settings, encoder: encoderAddress() } satisfies WorkerSettings);
    return poolWorker(worker);
  };
  return { size, start };
}

const said = new Set<string>();

function warn(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  console.warn(`affekt: ${message}`);
}
