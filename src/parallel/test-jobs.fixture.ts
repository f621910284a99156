import { AffektError } from "../errors.ts";
import { fromCallback } from "./from-callback.ts";
import { interruption } from "./interruption.ts";
import { type JobFunctions, type JobType, single } from "./pool.ts";

/** Jobs that the contract of pools is tested with. */
export interface TestJobs {
  readonly double: JobType<number, never, number>;
  /** Yields the numbers up to the input; returns how many it had yielded when it was made to end. */
  readonly count: JobType<number, number, string>;
  readonly fail: JobType<"code" | "bug", never, void>;
  /** Ends when it is aborted. */
  readonly wait: JobType<undefined, string, void>;
  readonly warn: JobType<string, never, void>;
  /** Yields, as a callback pushes, more than anybody takes. */
  readonly push: JobType<number, number, number>;
  readonly die: JobType<undefined, never, void>;
  /** Computes for so many milliseconds, in which its thread does nothing else. */
  readonly block: JobType<number, never, void>;
}

/** How many items the job `count` has yielded in this thread. */
export let counted = 0;

/** The code of the test jobs; `die` ends the worker. */
export function testJobs(die: () => void): JobFunctions<TestJobs> {
  return {
    double: single(async (input) => 2 * input),
    async *count(input) {
      for (counted = 0; counted < input;) yield counted++;
      return `counted to ${input}`;
    },
    fail: single(async (input) => {
      throw input === "code" ? new AffektError("diverged", "as asked") : new Error("a bug");
    }),
    async *wait(_, { signal }) {
      yield "waiting";
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener("abort", () => resolve());
      });
      throw interruption(signal);
    },
    warn: single(async (input, { onWarning }) => onWarning(input)),
    push: (input) =>
      fromCallback(async (push: (item: number) => void) => {
        for (let i = 0; i < input; i++) push(i);
        return input;
      }),
    block: single(async (milliseconds) => {
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
    }),
    die: single(async () => {
      die();
      await new Promise(() => {});
    }),
  };
}
