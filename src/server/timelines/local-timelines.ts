import { randomUUID } from "node:crypto";
import type { Jobs } from "../../node/workers/jobs.ts";
import type { Pool } from "../../parallel/pool.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import { refusalOf } from "../refusal.ts";
import type { ServedModels } from "../served-models.ts";
import {
  notDone,
  type TimelineJob,
  type TimelineLimits,
  type TimelineRequest,
  type Timelines,
  tooManyJobs,
  unknownJob,
} from "./timelines.ts";

interface Entry {
  readonly client: string | undefined;
  readonly controller: AbortController;
  job: TimelineJob;
  timeline?: Timeline;
  /** Forgets it. A timer that was left would keep a deleted timeline in memory. */
  expiry?: NodeJS.Timeout;
}

/** Options of `LocalTimelines`. */
export interface LocalTimelinesOptions {
  readonly pool: Pool<Pick<Jobs, "timeline">>;
  readonly models: ServedModels;
  readonly limits: TimelineLimits;
}

/** Timelines that this server makes and keeps in memory. */
export class LocalTimelines implements Timelines {
  readonly #options: LocalTimelinesOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: LocalTimelinesOptions) {
    this.#options = options;
  }

  async size(): Promise<number> {
    return this.#entries.size;
  }

  async start(request: TimelineRequest): Promise<TimelineJob> {
    if (this.#entries.size >= this.#options.limits.maxJobs) {
      request.upload[Symbol.dispose]();
      throw tooManyJobs();
    }
    const id = randomUUID();
    const job: TimelineJob = { id, status: "running", seconds: 0 };
    const entry: Entry = { client: request.client, controller: new AbortController(), job };
    this.#entries.set(id, entry);
    void this.#run(entry, request);
    return job;
  }

  async get(id: string, client: string | undefined): Promise<TimelineJob> {
    return this.#entryOf(id, client).job;
  }

  async result(id: string, client: string | undefined): Promise<Timeline> {
    const { job, timeline } = this.#entryOf(id, client);
    if (job.failure !== undefined) throw job.failure;
    if (timeline === undefined) throw notDone();
    return timeline;
  }

  async delete(id: string, client: string | undefined): Promise<void> {
    const { controller, expiry } = this.#entryOf(id, client);
    controller.abort();
    clearTimeout(expiry);
    this.#entries.delete(id);
  }

  close(): Promise<void> {
    return this.#options.pool.close();
  }

  #entryOf(id: string, client: string | undefined): Entry {
    const entry = this.#entries.get(id);
    if (entry !== undefined && entry.client === client) return entry;
    throw unknownJob(id);
  }

  async #run(entry: Entry, { model, upload, options }: TimelineRequest): Promise<void> {
    const { pool, models, limits } = this.#options;
    const { id } = entry.job;
    const { maxSeconds, maxJobSeconds: timeoutSeconds, keepSeconds } = limits;
    using recording = upload;
    const { bytes: source, name } = recording;
    const input = { model: models.named(model).file, source, name, options };
    try {
      const timeline = await pool.run(
        "timeline",
        { ...input, maxSeconds, timeoutSeconds },
        {
          signal: entry.controller.signal,
          onItem: (seconds) => (entry.job = { ...entry.job, seconds }),
        },
      );
      entry.timeline = timeline;
      entry.job = { id, status: "done", seconds: timeline.durationSeconds };
    } catch (error) {
      entry.job = { ...entry.job, status: "failed", failure: refusalOf(error) };
    }
    if (!this.#entries.has(id)) return;
    entry.expiry = setTimeout(() => this.#entries.delete(id), keepSeconds * 1000).unref();
  }
}
