import type { PlainError } from "../../errors.ts";
import type { ThreadData } from "../../node/workers/thread.ts";
import type { StreamEvent } from "../../prediction/streaming/stream-events.ts";
import type { SessionSettings } from "./stream-messages.ts";

/** The data that a thread of sessions starts with. */
export interface SessionThreadData extends ThreadData {
  /** The files of the server's models by name, in memory that threads share. */
  readonly models: ReadonlyMap<string, Uint8Array>;
}

/** The sound of a session that its thread has not got yet. */
export interface SessionSound {
  readonly id: number;
  /** The bytes of whole audio frames. */
  readonly sound: Uint8Array<ArrayBuffer>;
  /** No more sound comes. */
  readonly isLast: boolean;
}

/** A message to a thread of sessions. */
export type ToThread =
  | { readonly open: number; readonly model: string; readonly settings: SessionSettings }
  /** The next one comes when this one has been taken. */
  | { readonly sounds: readonly SessionSound[] }
  /** Nobody waits for the events any more. */
  | { readonly close: number }
  /** The thread is to end. */
  | { readonly exit: true };

/** What a thread tells of a session. */
export type SessionNews =
  | { readonly event: StreamEvent }
  /** The session is over: everything has been told, or it failed. */
  | { readonly ended: true; readonly error?: PlainError };

/** What a thread tells. */
export type ThreadNews =
  | (SessionNews & { readonly id: number })
  /** The last sounds have been computed. */
  | { readonly taken: true };
