import type { Timeline } from "../../timeline/timeline.ts";
import type { TimelineOptions } from "../../timeline/timeline-options.ts";
import { Refusal } from "../refusal.ts";
import type { Upload } from "../uploads.ts";

/** A timeline that is being made, or has been. */
export interface TimelineJob {
  readonly id: string;
  readonly status: "waiting" | "running" | "done" | "failed";
  /** Seconds of the recording that have been predicted. */
  readonly seconds: number;
  readonly failure?: Refusal;
}

/** A timeline that is asked for. */
export interface TimelineRequest {
  /** The name of a model of the server. */
  readonly model: string;
  /** The recording, which is taken over. */
  readonly upload: Upload;
  readonly options: TimelineOptions;
  /** The hash of the API key that it is asked with. */
  readonly client: string | undefined;
}

/** Timelines of long recordings, made while clients ask for their progress. A client sees its own alone. */
export interface Timelines {
  /** How many wait, run or are kept. */
  size(): Promise<number>;
  /** Starts a job. @throws {Refusal} 503 where there are too many. */
  start(request: TimelineRequest): Promise<TimelineJob>;
  /** A client's job. @throws {Refusal} 404 for another's, too. */
  get(id: string, client: string | undefined): Promise<TimelineJob>;
  /** The timeline of a client's job. @throws {Refusal} 404; 409 where it is not done; the refusal of a job that failed. */
  result(id: string, client: string | undefined): Promise<Timeline>;
  /** Ends and forgets a client's job. @throws {Refusal} 404 */
  delete(id: string, client: string | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Limits of timelines. */
export interface TimelineLimits {
  /** The most jobs that wait, run or are kept. */
  readonly maxJobs: number;
  /** How long results are kept. */
  readonly keepSeconds: number;
  /** The longest recording. */
  readonly maxSeconds: number;
  /** The longest time that a timeline may take. */
  readonly maxJobSeconds: number;
}

/** The refusal where there is no such job. */
export function unknownJob(id: string): Refusal {
  return new Refusal(404, "not-found", `there is no timeline ${id}; results are kept for a time`);
}

/** The refusal where there are too many jobs. */
export function tooManyJobs(): Refusal {
  return new Refusal(503, "busy", "too many timelines; try again", { "retry-after": "10" });
}

/** The refusal where a job has no result yet. */
export function notDone(): Refusal {
  return new Refusal(409, "running", "the timeline is not done; ask for its status");
}
