import { deserialize, serialize } from "node:v8";
import type { Reply, Request } from "../../parallel/messages.ts";

/** The queue where none is named. */
export const DEFAULT_QUEUE = "affekt";

/** A job as it lies in the queue. */
export interface QueuedJob {
  /** Who waits for its replies. */
  readonly caller: string;
  readonly job: string;
  /** The input as a payload, in base64. */
  readonly input: string;
}

/** What a worker tells the caller of a job: a reply, or that the thread that worked on it has ended. */
export interface QueueReply {
  readonly id: string;
  readonly reply?: Reply;
  readonly exit?: string;
}

/** What a caller tells a worker about a job. */
export type Control = Exclude<Request, { readonly job: string }>;

/** The names of keys and channels in Redis. */
export function namesOf(queue: string) {
  return {
    /** The list of a caller's replies. */
    replies: (caller: string): string => `${queue}:replies:${caller}`,
    /** The channel of a job's controls. */
    control: (id: string): string => `${queue}:control:${id}`,
    /** Is there when a job is to stop, for a worker that was not listening yet. */
    stopped: (id: string): string => `${queue}:stopped:${id}`,
    /** The version of those that use the queue. */
    version: `${queue}:version`,
    /** Is there as long as a caller is. */
    caller: (id: string): string => `${queue}:caller:${id}`,
    /** The names of the workers, also of some that have gone. */
    workers: `${queue}:workers`,
    /** The jobs at once of a worker; gone soon after it. */
    worker: (id: string): string => `${queue}:worker:${id}`,
  };
}

/** A reply as bytes. */
export function encodeReply(reply: QueueReply): Buffer {
  return serialize(reply);
}

/** The reply that bytes are. */
export function decodeReply(bytes: Uint8Array): QueueReply {
  return deserialize(bytes) as QueueReply;
}
