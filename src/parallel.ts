/**
 * A pool of workers, as the pure folders see it. A job is known by its name, so that the same job runs
 * in a worker thread, in a web worker or on the calling thread; its input and output are structured-cloneable.
 */
export interface Pool {
  /** How many jobs run at once. */
  readonly size: number;
  /** Runs one job; rejects with the job's error. Progress messages of the job go to `onProgress`, an error of which ends the waiting. */
  run(job: string, input: unknown, onProgress?: (message: unknown) => void): Promise<unknown>;
  close(): Promise<void>;
}

/** Lets only so many pieces of work go on at once; the others wait their turn. */
export function atMost(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
