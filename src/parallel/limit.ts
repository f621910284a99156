import type { Pool } from "./pool.ts";

/** A number of things that may happen at once, which changes with time. */
export interface Limit {
  readonly value: number;
  /** Settles at the next change. */
  changed(): Promise<void>;
}

/** A limit that follows the size of a pool. */
export function limitOf(
  pool: Pick<Pool<unknown>, "size" | "resized">,
  map: (size: number) => number,
): Limit {
  return {
    get value() {
      return map(pool.size);
    },
    changed: () => pool.resized?.() ?? new Promise(() => {}),
  };
}
