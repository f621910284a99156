import { randomUUID } from "node:crypto";
import type { Jobs } from "../node/workers/jobs.ts";
import type { TimelineInput } from "../node/workers/timeline-job.ts";
import type { Pool } from "../parallel/pool.ts";
import type { Timeline } from "../timeline/timeline.ts";
import { Refusal, refusalOf } from "./refusal.ts";

/** A timeline that is being made, or has been. */
export interface TimelineJob {
  readonly id: string;
  readonly status: "running" | "done" | "failed";
  /** Seconds of the recording that have been predicted. */
  readonly seconds: number;
  readonly timeline?: Timeline;
  readonly failure?: Refusal;
}

interface Entry {
  /** The hash of the API key that it was asked with. */
  readonly client: string | undefined;
  readonly controller: AbortController;
  job: TimelineJob;
}

/** Options of `TimelineJobs`. */
export interface TimelineJobsOptions {
  /** The most jobs that run, wait, or are kept. */
  readonly maxJobs: number;
  /** How long results are kept. */
  readonly keepSeconds: number;
}

/** Timelines of long recordings, made by a pool while clients ask for their progress. Results are kept in memory for a time. */
export class TimelineJobs {
  readonly #pool: Pool<Pick<Jobs, "timeline">>;
  readonly #options: TimelineJobsOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(pool: Pool<Pick<Jobs, "timeline">>, options: TimelineJobsOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  /** How many jobs run, wait, or are kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** Starts a job for a client. @throws {Refusal} 503 where there are too many. */
  start(input: TimelineInput, client: string | undefined): TimelineJob {
    if (this.#entries.size >= this.#options.maxJobs) {
      throw new Refusal(503, "busy", "too many timelines; try again", { "retry-after": "10" });
    }
    const id = randomUUID();
    const job: TimelineJob = { id, status: "running", seconds: 0 };
    const entry: Entry = { client, controller: new AbortController(), job };
    this.#entries.set(id, entry);
    void this.#run(entry, input);
    return job;
  }

  /** A client's job. @throws {Refusal} 404 for another's, too. */
  get(id: string, client: string | undefined): TimelineJob {
    return this.#entryOf(id, client).job;
  }

  /** Ends and forgets a client's job. @throws {Refusal} 404 */
  delete(id: string, client: string | undefined): void {
    this.#entryOf(id, client).controller.abort();
    this.#entries.delete(id);
  }

  #entryOf(id: string, client: string | undefined): Entry {
    const entry = this.#entries.get(id);
    if (entry !== undefined && entry.client === client) return entry;
    throw new Refusal(404, "not-found", `there is no timeline ${id}; results are kept for a time`);
  }

  async #run(entry: Entry, input: TimelineInput): Promise<void> {
    const { id } = entry.job;
    try {
      const timeline = await this.#pool.run("timeline", input, {
        signal: entry.controller.signal,
        onItem: (seconds) => (entry.job = { ...entry.job, seconds }),
      });
      entry.job = { id, status: "done", seconds: timeline.durationSeconds, timeline };
    } catch (error) {
      entry.job = { ...entry.job, status: "failed", failure: refusalOf(error) };
    }
    setTimeout(() => this.#entries.delete(id), this.#options.keepSeconds * 1000).unref();
  }
}
