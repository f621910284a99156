import type { PlainError } from "../errors.ts";

/** A message to a worker. A worker has one task at a time. */
export type Request =
  | { readonly job: string; readonly input: unknown }
  /** The consumer took an item. */
  | { readonly taken: true }
  /** Nobody waits for the output any more. */
  | { readonly stop: true };

/** A message from a worker: any number of items and warnings, then an output or an error. */
export type Reply =
  | { readonly item: unknown }
  | { readonly warning: string }
  | { readonly output: unknown }
  | { readonly error: PlainError };

/** The number of items that a job may be ahead of its consumer. */
export const ITEMS_AHEAD = 4;
