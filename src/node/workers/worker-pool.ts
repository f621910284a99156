import { Worker } from "node:worker_threads";
import { AffektError, type ErrorCode } from "../../errors.ts";
import { kernelsModule } from "../../math/kernels.ts";
import type { Pool } from "../../parallel.ts";
import { warnOnce } from "./warn-once.ts";

/** A job and what it is about. */
interface Job {
  readonly job: string;
  readonly input: unknown;
}

/** What a worker is told: a job, or to bring the one that it is at to an early end. */
export type Request = Job | { readonly stop: true };

/** What a worker answers: any number of times its progress or a warning, then a result or an error. */
export type Reply =
  | { readonly progress: unknown }
  | { readonly warning: string }
  | { readonly result: unknown }
  | { readonly error: { readonly code?: ErrorCode; readonly message: string } };

interface Task extends Job {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((message: unknown) => void) | undefined;
}

/**
 * A pool of `jobs` worker threads, started as they are needed; tasks run in the order in which they came.
 * Once it is closed, what runs, waits or comes is rejected with `interrupted`.
 */
export function createPool({ jobs }: { readonly jobs: number }): Pool {
  const waiting: Task[] = [];
  const idle: Worker[] = [];
  const running = new Map<Worker, Task | undefined>();
  let closed: AffektError | undefined;

  const dispatch = (): void => {
    if (waiting.length === 0) return;
    const worker = idle.pop() ?? (running.size < jobs ? start() : undefined);
    if (worker === undefined) return;
    const task = waiting.shift()!;
    running.set(worker, task);
    worker.postMessage({ job: task.job, input: task.input } satisfies Request);
  };

  const start = (): Worker => {
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    // one for all threads, which outlives them: V8 now and then ends the process where it frees a module's code that it is still compiling
    const workerData = kernelsModule();
    const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url), { workerData });
    const fail = (error: Error): void => {
      const task = running.get(worker);
      running.delete(worker);
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
      task?.reject(error);
      dispatch();
    };
    worker.on("message", (reply: Reply) => {
      const task = running.get(worker);
      if ("progress" in reply) {
        try {
          task?.onProgress?.(reply.progress);
        } catch (error) {
          task?.reject(error);
        }
        return;
      }
      if ("warning" in reply) {
        warnOnce(reply.warning);
        return;
      }
      running.set(worker, undefined);
      idle.push(worker);
      if ("result" in reply) task?.resolve(reply.result);
      else task?.reject(errorFrom(reply.error));
      dispatch();
    });
    worker.on("error", fail);
    worker.on("exit", (status) => fail(new Error(`a worker ended with status ${status}`)));
    return worker;
  };

  return {
    size: jobs,
    run: (job, input, onProgress) =>
      new Promise((resolve, reject) => {
        if (closed !== undefined) {
          reject(closed);
          return;
        }
        waiting.push({ job, input, resolve, reject, onProgress });
        dispatch();
      }),
    close: async () => {
      closed = new AffektError("interrupted", "the work was interrupted");
      for (const task of [...waiting.splice(0), ...running.values()]) task?.reject(closed);
      // ONNX Runtime takes the process down with a thread that ends in the middle of one of its calls
      const busy = [...running].flatMap(([worker, task]) => (task === undefined ? [] : worker));
      await Promise.all(busy.map(stop));
      await Promise.all([...running.keys()].map((worker) => worker.terminate()));
    },
  };
}

/** Asks a worker to end its job early; resolves once it has answered or is gone. */
function stop(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.on("message", (reply: Reply) => {
      if ("result" in reply || "error" in reply) resolve();
    });
    worker.on("exit", () => resolve());
    worker.postMessage({ stop: true } satisfies Request);
  });
}

function errorFrom({ code, message }: { code?: ErrorCode; message: string }): Error {
  return code === undefined ? new Error(message) : new AffektError(code, message);
}
