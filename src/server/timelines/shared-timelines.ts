import { randomUUID } from "node:crypto";
import type { Job, Queue, Worker } from "bullmq";
import { AffektError } from "../../errors.ts";
import { contentHash } from "../../math/content-hash.ts";
import { LOCK_MILLISECONDS } from "../../node/queue/queue-worker.ts";
import { queuePackages, RedisConnections } from "../../node/queue/redis.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import type { TimelineOptions } from "../../timeline/timeline-options.ts";
import { VERSION } from "../../version.ts";
import { Refusal, refusalOf } from "../refusal.ts";
import type { ServedModels } from "../served-models.ts";
import type { LocalTimelinesOptions } from "./local-timelines.ts";
import { LONGEST_SECONDS, TimelineRecords } from "./timeline-records.ts";
import {
  type TimelineJob,
  type TimelineRequest,
  type Timelines,
  tooManyJobs,
} from "./timelines.ts";
import { UploadFolder } from "./upload-folder.ts";

/** Where servers find the timelines that they share. */
export interface SharedQueue {
  readonly url: string;
  readonly queue: string;
  /** A folder that all servers see. */
  readonly folder: string;
}

/** A job as it lies in the queue; its recording lies in the folder. */
interface QueuedTimeline {
  readonly model: string;
  readonly name: string;
  readonly options: TimelineOptions;
}

/** A job whose servers end so often is given up: it may be what ends them. */
const MOST_BEGUN = 3;
/** How long Redis may take to answer a request. */
const ANSWER_MILLISECONDS = 5000;
const SWEEP_MILLISECONDS = 3_600_000;
/** A job in which Redis fails is taken up again, first after a second, then after twice as long each time: half an hour in all. */
const RETRIES = { attempts: 12, backoff: { type: "exponential", delay: 1000 } } as const;

/**
 * Timelines that several servers share through Redis: each server may make a job, and each knows of it. A job whose server dies is made by
 * another. Servers with other models, or of another version, know of the jobs and do not make them.
 */
export class SharedTimelines implements Timelines {
  readonly #options: LocalTimelinesOptions;
  readonly #connections: RedisConnections;
  readonly #records: TimelineRecords;
  readonly #uploads: UploadFolder;
  readonly #jobs: Queue<QueuedTimeline>;
  readonly #worker: Worker<QueuedTimeline>;
  readonly #sweeping: NodeJS.Timeout;
  #isClosing = false;

  /** Connects, and takes jobs up from then on. @throws {AffektError} as `connectRedis`. */
  static async open(queue: SharedQueue, options: LocalTimelinesOptions): Promise<SharedTimelines> {
    const packages = await queuePackages();
    const connections = await RedisConnections.open(queue.url);
    return new SharedTimelines(packages, connections, queue, options);
  }

  private constructor(
    { bullmq }: Awaited<ReturnType<typeof queuePackages>>,
    connections: RedisConnections,
    { queue, folder }: SharedQueue,
    options: LocalTimelinesOptions,
  ) {
    this.#options = options;
    this.#connections = connections;
    this.#records = new TimelineRecords(connections.main, queue);
    this.#uploads = new UploadFolder(folder);
    const name = `${queue}-timelines-${fingerprintOf(options.models)}`;
    this.#jobs = new bullmq.Queue(name, { connection: connections.another() });
    this.#worker = new bullmq.Worker<QueuedTimeline>(
      name,
      async (job, token) => {
        if (await this.#make(job)) return;
        // this server ends; the next one begins it again
        await job.moveToWait(token);
        throw new bullmq.WaitingError();
      },
      {
        connection: connections.another(),
        concurrency: options.pool.size,
        lockDuration: LOCK_MILLISECONDS,
        stalledInterval: LOCK_MILLISECONDS,
        maxStalledCount: 2 * MOST_BEGUN,
      },
    );
    this.#jobs.on("error", () => {});
    this.#worker.on("error", () => {});
    // what cannot be removed now is tried again
    const sweep = (): void => void this.#uploads.sweep(LONGEST_SECONDS).catch(() => {});
    sweep();
    this.#sweeping = setInterval(sweep, SWEEP_MILLISECONDS).unref();
  }

  size(): Promise<number> {
    return inTime(this.#records.size());
  }

  async start({ model, upload, options, client }: TimelineRequest): Promise<TimelineJob> {
    using recording = upload;
    const { bytes, name } = recording;
    const id = randomUUID();
    const isRoom = await inTime(this.#records.create(id, client, this.#options.limits.maxJobs));
    if (!isRoom) throw tooManyJobs();
    try {
      await this.#uploads.put(id, bytes);
      const kept = { jobId: id, removeOnComplete: true, removeOnFail: true, ...RETRIES };
      await inTime(this.#jobs.add("timeline", { model, name, options }, kept));
    } catch (error) {
      await this.#forget(id);
      throw error;
    }
    return { id, status: "waiting", seconds: 0 };
  }

  get(id: string, client: string | undefined): Promise<TimelineJob> {
    return inTime(this.#records.get(id, client));
  }

  result(id: string, client: string | undefined): Promise<Timeline> {
    return inTime(this.#records.timeline(id, client));
  }

  async delete(id: string, client: string | undefined): Promise<void> {
    await this.get(id, client);
    // a server that works on it finds out when it tells of its progress
    await inTime(this.#jobs.remove(id)).catch(() => 0);
    await this.#forget(id);
  }

  /** Gives the jobs that this server makes to the others. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#sweeping);
    // takes no further jobs, and waits until those that it has are given back
    const closed = this.#worker.close();
    await this.#options.pool.close();
    // without Redis the others find out by themselves
    await inTime(closed.then(() => this.#jobs.close())).catch(() => {});
    this.#connections.close();
  }

  /** Makes a job to its end, well or not. Returns false where it has not ended since this server does. */
  async #make({ id = "", data }: Job<QueuedTimeline>): Promise<boolean> {
    const { pool, models, limits } = this.#options;
    const { maxSeconds, maxJobSeconds: timeoutSeconds, keepSeconds } = limits;
    const begun = await this.#records.begin(id);
    if (begun === 0) {
      await this.#uploads.delete(id);
      return true;
    }
    const stop = new AbortController();
    const tell = async (seconds: number): Promise<void> => {
      if (!(await this.#records.update(id, { seconds }))) stop.abort();
    };
    try {
      const { model, ...rest } = data;
      if (begun > MOST_BEGUN) {
        throw new AffektError("bad-data", `${rest.name}: the servers that made its timeline ended`);
      }
      const source = this.#uploads.placeOf(id);
      const input = {
        ...rest,
        model: models.named(model).file,
        source,
        maxSeconds,
        timeoutSeconds,
      };
      const timeline = await pool.run("timeline", input, {
        signal: stop.signal,
        onItem: (seconds) => void tell(seconds).catch(() => {}),
      });
      await this.#records.finish(id, timeline, keepSeconds);
    } catch (error) {
      if (this.#isClosing) {
        await this.#records.giveBack(id);
        return false;
      }
      await this.#records.fail(id, refusalOf(error), keepSeconds);
    }
    await this.#uploads.delete(id);
    return true;
  }

  async #forget(id: string): Promise<void> {
    await this.#uploads.delete(id);
    await inTime(this.#records.delete(id));
  }
}

/** What all servers that make the same timelines have in common. */
function fingerprintOf(models: ServedModels): string {
  const parts = models.all.map(({ name, file }) => [name, file.hash]);
  return contentHash(new TextEncoder().encode(JSON.stringify([VERSION, ...parts])));
}

/** What Redis answers, unless it takes too long. @throws {Refusal} 503 */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Refusal(503, "busy", "the queue does not answer; try again")),
      ANSWER_MILLISECONDS,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
