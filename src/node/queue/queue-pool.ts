import { randomUUID } from "node:crypto";
import type { Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import { interruption } from "../../parallel/interruption.ts";
import type { Reply, Request } from "../../parallel/messages.ts";
import { type PoolWorker, type WorkerPool, workerPool } from "../../parallel/worker-pool.ts";
import { plainError } from "../../errors.ts";
import { Payloads } from "./payload.ts";
import { capacityOf, joinQueue } from "./presence.ts";
import { type Control, decodeReply, namesOf, type QueuedJob } from "./queue-messages.ts";
import { queuePackages, RedisConnections } from "./redis.ts";
import type { SharedStore } from "./shared-store.ts";

/** Options of `openQueuePool`. */
export interface QueuePoolOptions {
  readonly url: string;
  readonly queue: string;
  readonly store: SharedStore;
  /** Jobs at once; default as many as the workers that are there at a time run. */
  readonly size?: number | undefined;
  readonly onWarning: (message: string) => void;
}

/** How long a worker may take to answer that it has stopped a job. */
const STOP_MILLISECONDS = 10_000;
/** How often replies are looked for when there are none, in seconds. */
const WAIT_SECONDS = 2;
/** How long a queue without workers is waited for before that is said. */
const ALONE_MILLISECONDS = 3000;
const STOPPED_SECONDS = 3600;
/** How often the queue is asked whether it still has the jobs, and who works for it. */
const CHECK_MILLISECONDS = 5000;

/**
 * A pool whose jobs run on the workers of a queue in Redis, on any machine.
 * @throws {AffektError} as `connectRedis` and `joinQueue`.
 */
export async function openQueuePool<Jobs>(options: QueuePoolOptions): Promise<WorkerPool<Jobs>> {
  const { url, queue: name, onWarning } = options;
  const { bullmq } = await queuePackages();
  const connections = await RedisConnections.open(url);
  const redis = connections.main;
  try {
    const id = randomUUID();
    const leave = await joinQueue(redis, name, { caller: id });
    const capacity = await capacityOf(redis, name);
    const caller = new Caller({
      ...options,
      id,
      redis,
      replies: connections.another(),
      jobs: new bullmq.Queue<QueuedJob>(name, { connection: connections.another() }),
      events: new bullmq.QueueEvents(name, { connection: connections.another() }),
    });
    const pool = workerPool<Jobs>({
      size: options.size ?? Math.max(1, capacity),
      start: () => caller.slot(),
      onWarning,
      isRemote: true,
      onClose: async () => {
        clearTimeout(alone);
        clearInterval(growth);
        leave();
        await caller.close();
        connections.close();
        await options.store.clean();
      },
    });
    const follow = async (): Promise<number> => {
      const now = await capacityOf(redis, name);
      if (options.size === undefined) pool.resize(Math.max(1, now));
      return now;
    };
    const warnIfAlone = async (): Promise<void> => {
      const isAlone = (await follow()) === 0;
      if (isAlone) onWarning("no worker is there yet; start some with affekt worker --redis");
    };
    const alone = setTimeout(() => void warnIfAlone().catch(() => {}), ALONE_MILLISECONDS);
    const growth = setInterval(() => void follow().catch(() => {}), CHECK_MILLISECONDS);
    return pool;
  } catch (error) {
    connections.close();
    throw error;
  }
}

interface CallerParts extends QueuePoolOptions {
  readonly id: string;
  readonly redis: Redis;
  /** A connection of its own, since it waits for replies. */
  readonly replies: Redis;
  readonly jobs: Queue<QueuedJob>;
  readonly events: QueueEvents;
}

/** What a slot hears of its present job. */
interface Listener {
  reply(reply: Reply): void;
  exit(reason: Error): void;
}

/** This process as one that puts jobs into a queue and takes the replies. */
class Caller {
  readonly #parts: CallerParts;
  readonly #payloads: Payloads;
  /** The jobs that somebody waits for. Replies of others, such as a second result, are dropped. */
  readonly #listeners = new Map<string, Listener>();
  #isClosed = false;
  readonly #check: NodeJS.Timeout;
  /** Jobs that the queue did not have when it was asked last. */
  #missing = new Set<string>();

  constructor(parts: CallerParts) {
    this.#parts = parts;
    this.#payloads = new Payloads(parts.store);
    parts.jobs.on("error", () => {});
    parts.events.on("error", () => {});
    parts.events.on("failed", ({ jobId, failedReason }) =>
      this.#listeners.get(jobId)?.exit(new Error(`a worker has ended: ${failedReason}`)),
    );
    void this.#listen();
    this.#check = setInterval(() => void this.#findLost().catch(() => {}), CHECK_MILLISECONDS);
  }

  /** Ends the wait for jobs that the queue does not have twice in a row: a Redis that was started again has lost them. */
  async #findLost(): Promise<void> {
    const states = await Promise.all(
      [...this.#listeners.keys()].map(async (id) => ({
        id,
        state: await this.#parts.jobs.getJobState(id),
      })),
    );
    const missing = states.filter(({ state }) => state === "unknown").map(({ id }) => id);
    for (const id of missing) {
      if (this.#missing.has(id))
        this.#listeners.get(id)?.exit(new Error("the queue has lost the job"));
    }
    this.#missing = new Set(missing);
  }

  async #listen(): Promise<void> {
    const { replies, queue } = this.#parts;
    const list = namesOf(queue).replies(this.#parts.id);
    while (!this.#isClosed) {
      try {
        const found = await replies.blpopBuffer(list, WAIT_SECONDS);
        if (found === null) continue;
        const { id, reply, exit } = decodeReply(found[1]);
        const listener = this.#listeners.get(id);
        if (reply !== undefined) listener?.reply(reply);
        else listener?.exit(new Error(exit));
      } catch {
        // the connection was lost, and comes back
        if (!this.#isClosed) await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** A place for one job at a time, which is a worker for the pool. */
  slot(): PoolWorker {
    let onReply = (_: Reply): void => {};
    let onExit = (_: Error): void => {};
    let job: string | undefined;
    const begin = (request: Extract<Request, { readonly job: string }>): void => {
      const id = randomUUID();
      job = id;
      this.#listeners.set(id, {
        reply: (reply) => {
          if ("output" in reply || "error" in reply) this.#listeners.delete(id);
          onReply(reply);
        },
        exit: (reason) => {
          this.#listeners.delete(id);
          onExit(reason);
        },
      });
      void this.#add(id, request);
    };
    return {
      send: (request) => {
        if ("job" in request) begin(request);
        else if (job !== undefined && this.#listeners.has(job)) void this.#tell(job, request);
      },
      onReply: (listener) => void (onReply = listener),
      onExit: (listener) => void (onExit = listener),
      terminate: async () => {},
    };
  }

  async #add(
    id: string,
    { job, input }: Extract<Request, { readonly job: string }>,
  ): Promise<void> {
    try {
      const payload = Buffer.from(await this.#payloads.encode(input)).toString("base64");
      const queued: QueuedJob = { caller: this.#parts.id, job, input: payload };
      await this.#parts.jobs.add(job, queued, {
        jobId: id,
        removeOnComplete: true,
        removeOnFail: true,
      });
    } catch (error) {
      this.#listeners.get(id)?.reply({ error: plainError(error) });
    }
  }

  async #tell(id: string, control: Control): Promise<void> {
    const { redis, jobs, queue } = this.#parts;
    const names = namesOf(queue);
    try {
      if ("stop" in control) {
        const stopped = plainError(interruption());
        setTimeout(
          () => this.#listeners.get(id)?.exit(new Error("a worker does not answer")),
          STOP_MILLISECONDS,
        ).unref();
        await redis.set(names.stopped(id), 1, "EX", STOPPED_SECONDS);
        // one that no worker has begun
        if ((await jobs.remove(id).catch(() => 0)) === 1) {
          this.#listeners.get(id)?.reply({ error: stopped });
          return;
        }
      }
      await redis.publish(names.control(id), JSON.stringify(control));
    } catch {
      // the connection is lost; the job goes on, and its output is dropped
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#check);
    const { redis, replies, jobs, events, queue } = this.#parts;
    replies.disconnect();
    await redis.del(namesOf(queue).replies(this.#parts.id)).catch(() => 0);
    await Promise.all([jobs.close(), events.close()]);
  }
}
