import type { PlainError } from "../../errors.ts";
import type { ThreadData } from "../../node/workers/thread.ts";
import type { StreamEvent } from "../../prediction/streaming/stream-events.ts";
import type { SessionSettings } from "./stream-messages.ts";

/** The data that a thread of sessions starts with. */
export interface SessionThreadData extends ThreadData {
  /** The files of the server's models by name, in memory that threads share. */
  readonly models: ReadonlyMap<string, Uint8Array>;
}

/** A message to a thread of sessions. */
export type ToThread =
  | { readonly open: number; readonly model: string; readonly settings: SessionSettings }
  /** The bytes of whole audio frames. */
  | { readonly push: number; readonly sound: Uint8Array }
  /** No more sound comes. */
  | { readonly end: number }
  /** Nobody waits for the events any more. */
  | { readonly close: number }
  /** The thread is to end. */
  | { readonly exit: true };

/** What a thread tells of a session. */
export type SessionNews =
  | { readonly event: StreamEvent }
  /** What was pushed has been computed. */
  | { readonly taken: true }
  /** The session is over: everything has been told, or it failed. */
  | { readonly ended: true; readonly error?: PlainError };

/** A message of a thread. */
export type FromThread = SessionNews & { readonly id: number };
