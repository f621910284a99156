import { Worker } from "node:worker_threads";
import { AffektError, type ErrorCode } from "../errors.ts";
import type { Pool } from "../parallel.ts";

/** What a worker is asked. */
export interface Request {
  readonly job: string;
  readonly input: unknown;
}

/** What a worker answers: any number of times its progress, then a result or an error. */
export type Reply =
  | { readonly progress: unknown }
  | { readonly result: unknown }
  | { readonly error: { readonly code?: ErrorCode; readonly message: string } };

interface Task extends Request {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((message: unknown) => void) | undefined;
}

/** A pool of `jobs` worker threads, started as they are needed; tasks run in the order in which they came. */
export function createPool({ jobs }: { readonly jobs: number }): Pool {
  const waiting: Task[] = [];
  const idle: Worker[] = [];
  const running = new Map<Worker, Task | undefined>();

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
    const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url));
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
        task?.onProgress?.(reply.progress);
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
        waiting.push({ job, input, resolve, reject, onProgress });
        dispatch();
      }),
    close: async () => {
      const closed = new AffektError("interrupted", "the pool of workers was closed");
      for (const task of waiting.splice(0)) task.reject(closed);
      await Promise.all([...running.keys()].map((worker) => worker.terminate()));
    },
  };
}

function errorFrom({ code, message }: { code?: ErrorCode; message: string }): Error {
  return code === undefined ? new Error(message) : new AffektError(code, message);
}
