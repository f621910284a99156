import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { Redis } from "ioredis";
import { plainError } from "../../errors.ts";
import type { Reply } from "../../parallel/messages.ts";
import type { PoolWorker } from "../../parallel/worker-pool.ts";
import { Payloads } from "./payload.ts";
import { joinQueue, watchCaller } from "./presence.ts";
import {
  type Control,
  encodeReply,
  namesOf,
  type QueuedJob,
  type QueueReply,
} from "./queue-messages.ts";
import { queuePackages, RedisConnections } from "./redis.ts";
import type { SharedStore } from "./shared-store.ts";

/** Options of `serveQueue`. */
export interface QueueWorkerOptions {
  readonly url: string;
  readonly queue: string;
  readonly store: SharedStore;
  /** Jobs at once. */
  readonly jobs: number;
  /** Starts the thread that runs a job. */
  readonly start: () => PoolWorker;
  /** Called as a job begins and ends. */
  readonly onJob?: (job: string, state: "begins" | "ends") => void;
  readonly version?: string;
}

/** A worker of a queue. */
export interface QueueWorker {
  /** Ends it; jobs that still run are stopped, and are lost for their callers, who run them again. */
  close(): Promise<void>;
}

/** How long a job is a worker's before it must say again that it works on it. */
export const LOCK_MILLISECONDS = 6000;
/** How long replies are kept for a caller that does not take them. */
const REPLIES_SECONDS = 3600;
/** What the caller of a job is told that the end of its worker stopped. */
const ENDED = "a worker was ended";
/** How long a job may take to stop before its thread is ended. */
const STOP_MILLISECONDS = 10_000;

/**
 * Runs the jobs of a queue in threads; this one only passes messages on, so that the locks of jobs are renewed while they compute.
 * @throws {AffektError} as `connectRedis` and `joinQueue`.
 */
export async function serveQueue(options: QueueWorkerOptions): Promise<QueueWorker> {
  const { url, queue, jobs, version } = options;
  const { bullmq } = await queuePackages();
  const connections = await RedisConnections.open(url);
  const redis = connections.main;
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  try {
    const leave = await joinQueue(redis, queue, {
      worker: { id, jobs },
      ...(version !== undefined && { version }),
    });
    const threads = new Threads({ ...options, redis, subscriber: connections.another() });
    const worker = new bullmq.Worker<QueuedJob>(
      queue,
      ({ id: job = "", data }) => threads.run(job, data),
      {
        connection: connections.another(),
        concurrency: jobs,
        lockDuration: LOCK_MILLISECONDS,
        stalledInterval: LOCK_MILLISECONDS,
        // the caller decides whether a lost job runs again, and from where
        maxStalledCount: 0,
      },
    );
    worker.on("error", () => {});
    return {
      close: async () => {
        leave();
        // takes no more jobs from now on
        const closed = worker.close();
        await threads.close();
        await closed;
        connections.close();
      },
    };
  } catch (error) {
    connections.close();
    throw error;
  }
}

interface ThreadsOptions extends QueueWorkerOptions {
  readonly redis: Redis;
  readonly subscriber: Redis;
}

/** The threads of a worker, each with one job at a time. */
class Threads {
  readonly #options: ThreadsOptions;
  readonly #payloads: Payloads;
  readonly #idle: PoolWorker[] = [];
  readonly #all = new Set<PoolWorker>();
  /** What is done with the replies of a thread's present job. */
  readonly #onReply = new Map<PoolWorker, (reply: Reply) => void>();
  readonly #onExit = new Map<PoolWorker, (reason: Error) => void>();
  readonly #onControl = new Map<string, (control: Control) => void>();
  /** The present jobs, which end without an error. */
  readonly #running = new Set<Promise<void>>();
  #isClosed = false;

  constructor(options: ThreadsOptions) {
    this.#options = options;
    this.#payloads = new Payloads(options.store);
    options.subscriber.on("message", (channel: string, message: string) =>
      this.#onControl.get(channel)?.(JSON.parse(message) as Control),
    );
  }

  /** Runs a job to its end. Its replies, an error too, go to the caller. */
  async run(id: string, queued: QueuedJob): Promise<void> {
    const running = this.#run(id, queued);
    const settled = running.catch(() => {}).finally(() => this.#running.delete(settled));
    this.#running.add(settled);
    await running;
  }

  async #run(id: string, { caller, job, input }: QueuedJob): Promise<void> {
    const { redis, subscriber, queue, onJob } = this.#options;
    const names = namesOf(queue);
    const answer = (message: Omit<QueueReply, "id">): Promise<unknown> => {
      const list = names.replies(caller);
      return redis
        .pipeline()
        .rpush(list, encodeReply({ id, ...message }))
        .expire(list, REPLIES_SECONDS)
        .exec();
    };
    if (this.#isClosed) {
      await answer({ exit: ENDED });
      return;
    }
    const channel = names.control(id);
    const thread = this.#idle.pop() ?? this.#start();
    // nobody takes its items, so that it would wait for ever
    const onGone = (): void => thread.send({ stop: true });
    const unwatch = watchCaller(redis, { queue, caller, onGone });
    onJob?.(job, "begins");
    try {
      const ended = new Promise<void>((resolve) => {
        this.#onReply.set(thread, (reply) => {
          // a job that this worker stopped is run again by its caller
          const isLost = this.#isClosed && "error" in reply;
          void answer(isLost ? { exit: ENDED } : { reply });
          if ("output" in reply || "error" in reply) resolve();
        });
        this.#onExit.set(thread, ({ message }) => {
          void answer({ exit: message });
          resolve();
        });
      });
      this.#onControl.set(channel, (control) => thread.send(control));
      const [decoded] = await Promise.all([
        this.#payloads.decode(Buffer.from(input, "base64")),
        subscriber.subscribe(channel),
      ]);
      thread.send({ job, input: decoded });
      if (this.#isClosed) thread.send({ stop: true });
      if ((await redis.exists(names.stopped(id))) === 1) thread.send({ stop: true });
      await ended;
    } catch (error) {
      await answer({ reply: { error: plainError(error) } });
    } finally {
      unwatch();
      this.#onControl.delete(channel);
      this.#onReply.delete(thread);
      this.#onExit.delete(thread);
      if (this.#all.has(thread)) this.#idle.push(thread);
      // nothing waits for it; without a connection there is no subscription either
      void subscriber.unsubscribe(channel).catch(() => {});
      onJob?.(job, "ends");
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // ONNX Runtime takes the process down with a thread that ends in the middle of one of its calls
    for (const thread of this.#onReply.keys()) thread.send({ stop: true });
    const patience = new AbortController();
    await Promise.race([
      Promise.all(this.#running),
      delay(STOP_MILLISECONDS, undefined, { signal: patience.signal }).catch(() => {}),
    ]);
    patience.abort();
    await Promise.all([...this.#all].map((thread) => thread.terminate()));
  }

  #start(): PoolWorker {
    const thread = this.#options.start();
    this.#all.add(thread);
    thread.onReply((reply) => this.#onReply.get(thread)?.(reply));
    thread.onExit((reason) => {
      this.#all.delete(thread);
      const place = this.#idle.indexOf(thread);
      if (place >= 0) this.#idle.splice(place, 1);
      this.#onExit.get(thread)?.(reason);
    });
    return thread;
  }
}
