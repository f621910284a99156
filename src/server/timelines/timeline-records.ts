import type { Redis } from "ioredis";
import type { Timeline } from "../../timeline/timeline.ts";
import { Refusal } from "../refusal.ts";
import { notDone, type TimelineJob, unknownJob } from "./timelines.ts";

/** How long a job may wait and run before it is forgotten. */
export const LONGEST_SECONDS = 86_400;

/** Changes a record of a job that has not ended: one that was deleted stays so, and so does an outcome. */
const UPDATE = `
local status = redis.call("hget", KEYS[1], "status")
if not status or status == "done" or status == "failed" then return 0 end
redis.call("hset", KEYS[1], unpack(ARGV, 2))
if ARGV[1] ~= "" then redis.call("expire", KEYS[1], ARGV[1]) end
return 1`;

interface StoredFailure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** The records of timelines in Redis, which servers share: state, progress and result, each for a time. */
export class TimelineRecords {
  readonly #redis: Redis;
  readonly #queue: string;

  /** `queue`: the name under which servers find each other. */
  constructor(redis: Redis, queue: string) {
    this.#redis = redis;
    this.#queue = queue;
  }

  /** How many wait, run or are kept. */
  async size(): Promise<number> {
    await this.#redis.zremrangebyscore(this.#all, 0, Date.now());
    return this.#redis.zcard(this.#all);
  }

  /** Makes a record, unless there are `most`. Returns whether it did. */
  async create(id: string, client: string | undefined, most: number): Promise<boolean> {
    await this.#redis.zadd(this.#all, Date.now() + 1000 * LONGEST_SECONDS, id);
    if ((await this.size()) > most) {
      await this.#redis.zrem(this.#all, id);
      return false;
    }
    const key = this.#keyOf(id);
    await this.#redis
      .multi()
      .hset(key, { client: client ?? "", status: "waiting", seconds: 0 })
      .expire(key, LONGEST_SECONDS)
      .exec();
    return true;
  }

  /** Counts a server that takes a job up: which one it is, from 1 on; 0 where the job has ended or was deleted. */
  async begin(id: string): Promise<number> {
    if (!(await this.update(id, { status: "running", seconds: 0 }))) return 0;
    return this.#redis.hincrby(this.#keyOf(id), "begun", 1);
  }

  /** Takes back that a server took a job up. */
  async giveBack(id: string): Promise<void> {
    if (!(await this.update(id, { status: "waiting", seconds: 0 }))) return;
    await this.#redis.hincrby(this.#keyOf(id), "begun", -1);
  }

  /** Changes a record. Returns false where the job has ended or was deleted. */
  async update(
    id: string,
    fields: Record<string, string | number>,
    seconds = "",
  ): Promise<boolean> {
    const words = Object.entries(fields).flat();
    return (await this.#redis.eval(UPDATE, 1, this.#keyOf(id), seconds, ...words)) === 1;
  }

  /** Keeps the timeline of a job for a time. */
  async finish(id: string, timeline: Timeline, keepSeconds: number): Promise<void> {
    const fields = {
      status: "done",
      seconds: timeline.durationSeconds,
      timeline: JSON.stringify(timeline),
    };
    await this.#end(id, fields, keepSeconds);
  }

  /** Keeps the refusal of a job that failed for a time. */
  async fail(id: string, { status, code, message }: StoredFailure, seconds: number): Promise<void> {
    const failure = JSON.stringify({ status, code, message });
    await this.#end(id, { status: "failed", failure }, seconds);
  }

  /** A client's job. @throws {Refusal} 404 */
  async get(id: string, client: string | undefined): Promise<TimelineJob> {
    const fields = ["client", "status", "seconds", "failure"];
    const [owner, status, seconds, failure] = await this.#redis.hmget(this.#keyOf(id), ...fields);
    if (status == null || owner !== (client ?? "")) throw unknownJob(id);
    return {
      id,
      status: status as TimelineJob["status"],
      seconds: Number(seconds),
      ...(failure != null && { failure: failureOf(failure) }),
    };
  }

  /** The timeline of a client's job. @throws {Refusal} as `Timelines.result` */
  async timeline(id: string, client: string | undefined): Promise<Timeline> {
    const { failure } = await this.get(id, client);
    if (failure !== undefined) throw failure;
    const text = await this.#redis.hget(this.#keyOf(id), "timeline");
    if (text === null) throw notDone();
    return JSON.parse(text) as Timeline;
  }

  async delete(id: string): Promise<void> {
    await this.#redis.multi().del(this.#keyOf(id)).zrem(this.#all, id).exec();
  }

  async #end(id: string, fields: Record<string, string | number>, seconds: number): Promise<void> {
    const whole = Math.ceil(seconds);
    if (!(await this.update(id, fields, String(whole)))) return;
    await this.#redis.zadd(this.#all, Date.now() + 1000 * whole, id);
  }

  get #all(): string {
    return `${this.#queue}:timelines`;
  }

  #keyOf(id: string): string {
    return `${this.#queue}:timeline:${id}`;
  }
}

function failureOf(text: string): Refusal {
  const { status, code, message } = JSON.parse(text) as StoredFailure;
  return new Refusal(status, code, message);
}
