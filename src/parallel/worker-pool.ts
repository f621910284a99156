import { errorOf } from "../errors.ts";
import { interruption } from "./interruption.ts";
import type { Reply, Request } from "./messages.ts";
import { WorkerEndedError } from "./worker-ended.ts";
import type { Pool, RunOptions } from "./pool.ts";

/** A worker that was started, as a pool sees it. */
export interface PoolWorker {
  send(request: Request): void;
  onReply(listener: (reply: Reply) => void): void;
  /** Called once, when the worker has ended, however that came about. */
  onExit(listener: (reason: Error) => void): void;
  terminate(): Promise<void>;
}

/** Options of `workerPool`. */
export interface WorkerPoolOptions {
  /** Workers at most; each is started when it is needed. */
  readonly size: number;
  readonly start: () => PoolWorker;
  readonly onWarning: (message: string) => void;
  /** Whether the workers are on other machines. */
  readonly isRemote?: boolean;
  /** Called when the workers have ended. */
  readonly onClose?: () => Promise<void>;
}

/** A pool that workers can be added to. */
export interface WorkerPool<Jobs> extends Pool<Jobs> {
  readonly resized: () => Promise<void>;
  /** Takes one more worker, until it ends. */
  add(worker: PoolWorker): void;
  /** Changes how many workers are started at most. */
  resize(size: number): void;
}

interface Task {
  readonly job: string;
  readonly input: unknown;
  readonly onItem: (item: unknown) => void;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A pool of workers of any kind. Tasks start in the order in which they came. */
export function workerPool<Jobs>(options: WorkerPoolOptions): WorkerPool<Jobs> {
  const workers = new Workers(options);

  const run = (
    job: string,
    input: unknown,
    { signal, onItem }: RunOptions = {},
  ): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const settle =
        <T>(act: (value: T) => void) =>
        (value: T): void => {
          signal?.removeEventListener("abort", abort);
          act(value);
        };
      const task: Task = {
        job,
        input,
        onItem: (item) => {
          try {
            onItem?.(item);
          } catch (error) {
            workers.abandon(task, error);
            return;
          }
          workers.taken(task);
        },
        resolve: settle(resolve),
        reject: settle(reject),
      };
      const abort = (): void => workers.abandon(task, interruption(signal));
      if (signal?.aborted) {
        reject(interruption(signal));
        return;
      }
      signal?.addEventListener("abort", abort);
      workers.add(task);
    });

  async function* stream(
    job: string,
    input: unknown,
    { signal }: Pick<RunOptions, "signal"> = {},
  ): AsyncGenerator<unknown, unknown, void> {
    const items: unknown[] = [];
    let end: { readonly output: unknown } | { readonly error: unknown } | undefined;
    let wake = (): void => {};
    const task: Task = {
      job,
      input,
      onItem: (item) => {
        items.push(item);
        wake();
      },
      resolve: (output) => {
        end = { output };
        wake();
      },
      reject: (error) => {
        end = { error };
        wake();
      },
    };
    const abort = (): void => workers.abandon(task, interruption(signal));
    if (signal?.aborted) throw interruption(signal);
    signal?.addEventListener("abort", abort);
    workers.add(task);
    try {
      for (;;) {
        while (items.length > 0 && !signal?.aborted) {
          const item = items.shift();
          workers.taken(task);
          yield item;
        }
        if (end !== undefined) break;
        await new Promise<void>((resolve) => (wake = resolve));
      }
      if ("error" in end) throw end.error;
      return end.output;
    } finally {
      signal?.removeEventListener("abort", abort);
      workers.abandon(task, interruption());
    }
  }

  const close = async (): Promise<void> => {
    await workers.close();
    await options.onClose?.();
  };
  return {
    get size() {
      return workers.size;
    },
    ...(options.isRemote === true && { isRemote: true }),
    resized: () => workers.resized(),
    add: (worker) => workers.join(worker),
    resize: (size) => workers.resize(size),
    run,
    stream,
    close,
    [Symbol.asyncDispose]: close,
  } as WorkerPool<Jobs>;
}

/** The workers of a pool and the tasks that they work on. */
class Workers {
  readonly #options: WorkerPoolOptions;
  readonly #waiting: Task[] = [];
  readonly #idle: PoolWorker[] = [];
  /** Each worker with its task; `undefined` for an idle one, `"abandoned"` until it has answered for a task that nobody waits for. */
  readonly #tasks = new Map<PoolWorker, Task | "abandoned" | undefined>();
  readonly #onAnswer = new Map<PoolWorker, () => void>();
  /** Workers that came by themselves. */
  readonly #joined = new Set<PoolWorker>();
  #started = 0;
  #most: number;
  #wake = (): void => {};
  #resized = this.#nextSize();
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#most = options.size;
  }

  get size(): number {
    return this.#most + this.#joined.size;
  }

  resized(): Promise<void> {
    return this.#resized;
  }

  resize(most: number): void {
    if (most === this.#most) return;
    this.#most = most;
    this.#changeSize();
  }

  join(worker: PoolWorker): void {
    this.#joined.add(worker);
    this.#listen(worker);
    this.#tasks.set(worker, undefined);
    this.#idle.push(worker);
    this.#changeSize();
  }

  #nextSize(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  #changeSize(): void {
    this.#wake();
    this.#resized = this.#nextSize();
    if (!this.#closed) this.#dispatch();
  }

  add(task: Task): void {
    if (this.#closed) {
      task.reject(interruption());
      return;
    }
    this.#waiting.push(task);
    this.#dispatch();
  }

  /** Lets the task's job continue with its next items. */
  taken(task: Task): void {
    this.#workerOf(task)?.send({ taken: true });
  }

  /** Rejects a task that has not ended, and asks its job to end. */
  abandon(task: Task, error: unknown): void {
    const place = this.#waiting.indexOf(task);
    if (place >= 0) this.#waiting.splice(place, 1);
    const worker = this.#workerOf(task);
    if (worker !== undefined) {
      this.#tasks.set(worker, "abandoned");
      worker.send({ stop: true });
    }
    if (place >= 0 || worker !== undefined) task.reject(error);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const running = [...this.#tasks.values()].filter((task) => typeof task === "object");
    for (const task of [...this.#waiting, ...running]) this.abandon(task, interruption());
    // ONNX Runtime takes the process down with a thread that ends in the middle of one of its calls
    const busy = [...this.#tasks].filter(([, task]) => task === "abandoned");
    await Promise.all(
      busy.map(([worker]) => new Promise<void>((resolve) => this.#onAnswer.set(worker, resolve))),
    );
    await Promise.all([...this.#tasks.keys()].map((worker) => worker.terminate()));
  }

  #workerOf(task: Task): PoolWorker | undefined {
    return [...this.#tasks].find(([, own]) => own === task)?.[0];
  }

  #dispatch(): void {
    const [task] = this.#waiting;
    if (task === undefined) return;
    const canStart = this.#started < this.#most;
    const worker = this.#idle.pop() ?? (canStart ? this.#start() : undefined);
    if (worker === undefined) return;
    this.#waiting.shift();
    this.#tasks.set(worker, task);
    try {
      worker.send({ job: task.job, input: task.input });
    } catch (error) {
      // an input that cannot be cloned
      this.#tasks.set(worker, undefined);
      this.#idle.push(worker);
      task.reject(error);
    }
    this.#dispatch();
  }

  #start(): PoolWorker {
    const worker = this.#options.start();
    this.#started++;
    this.#listen(worker);
    return worker;
  }

  #listen(worker: PoolWorker): void {
    worker.onReply((reply) => this.#take(worker, reply));
    worker.onExit((reason) => {
      const task = this.#tasks.get(worker);
      this.#tasks.delete(worker);
      const hadJoined = this.#joined.delete(worker);
      if (!hadJoined) this.#started--;
      if (this.#idle.includes(worker)) this.#idle.splice(this.#idle.indexOf(worker), 1);
      this.#onAnswer.get(worker)?.();
      if (typeof task === "object") {
        task.reject(new WorkerEndedError(reason.message, { cause: reason }));
      }
      if (hadJoined) this.#changeSize();
      else if (!this.#closed) this.#dispatch();
    });
  }

  #take(worker: PoolWorker, reply: Reply): void {
    const current = this.#tasks.get(worker);
    const task = current === "abandoned" ? undefined : current;
    if ("warning" in reply) {
      this.#options.onWarning(reply.warning);
      return;
    }
    if ("item" in reply) {
      task?.onItem(reply.item);
      return;
    }
    this.#tasks.set(worker, undefined);
    this.#idle.push(worker);
    this.#onAnswer.get(worker)?.();
    if ("output" in reply) task?.resolve(reply.output);
    else task?.reject(errorOf(reply.error));
    if (!this.#closed) this.#dispatch();
  }
}
