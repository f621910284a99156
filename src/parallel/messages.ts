import type { PlainError } from "../errors.ts";

/** What a worker is told. One task at a time: the next one comes after the answer to the last. */
export type Request =
  | { readonly job: string; readonly input: unknown }
  /** The consumer took an item. */
  | { readonly taken: true }
  /** Nobody waits for the output any more. */
  | { readonly stop: true };

/** What a worker answers: any number of items and warnings, then an output or an error. */
export type Reply =
  | { readonly item: unknown }
  | { readonly warning: string }
  | { readonly output: unknown }
  | { readonly error: PlainError };

/** How many items a job may be ahead of its consumer. */
export const ITEMS_AHEAD = 4;
