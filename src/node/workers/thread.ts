import { type MessagePort, Worker, type WorkerOptions } from "node:worker_threads";
import type { JobPort } from "../../parallel/serve-jobs.ts";
import type { PoolWorker } from "../../parallel/worker-pool.ts";
import type { TelemetryMark } from "../telemetry.ts";

/** The data that Affekt's threads are given. */
export interface ThreadData extends TelemetryMark {
  readonly kernels: WebAssembly.Module;
}

/** Starts a thread of Node as a pool's worker. */
export function startThread(script: URL, options: WorkerOptions = {}): PoolWorker {
  const worker = new Worker(script, options);
  return {
    send: (request) => worker.postMessage(request),
    onReply: (listener) => void worker.on("message", listener),
    onExit: (listener) => {
      let fault: Error | undefined;
      worker.on("error", (error: Error) => (fault = error));
      worker.on("exit", (status) =>
        listener(fault ?? new Error(`a worker thread ended with status ${status}`)),
      );
    },
    terminate: async () => void (await worker.terminate()),
  };
}

/** A thread's own end of the connection to its pool. */
export function portOf(port: MessagePort): JobPort {
  return {
    send: (reply) => port.postMessage(reply),
    onRequest: (listener) => void port.on("message", listener),
  };
}
