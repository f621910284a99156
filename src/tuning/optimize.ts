import { AffektError } from "../errors.ts";
import { interruption, throwIfAborted } from "../parallel/interruption.ts";
import type { Limit } from "../parallel/limit.ts";
import type { Decision } from "./pruners/pruner.ts";
import type { Params } from "./space/space.ts";
import type { Ending, Outcome, Study } from "./study.ts";
import type { Trial, TrialReport } from "./trial.ts";

/** A trial as its objective sees it. */
export interface ActiveTrial {
  readonly number: number;
  readonly params: Params;
  readonly seed: number;
  /** The reports so far, of a trial that continues. */
  readonly reports: readonly TrialReport[];
  /** The last checkpoint of a trial that continues. */
  readonly checkpoint: unknown;
  readonly signal: AbortSignal;
  /** Reports a value at a step. Unless the answer is `continue`, the objective returns `undefined`; not after its last step, which has a result. */
  report(step: number, value: number): Promise<Decision>;
  /** Stores a checkpoint to continue the trial from. It must be structured-cloneable. */
  keep(checkpoint: unknown): Promise<void>;
  /** Notes who works on the trial. */
  assign(worker: string): Promise<void>;
}

/** The function to optimize. Returns the value for the trial's parameters, several values by name, or `undefined` if the decision on its last report was not `continue`. */
export type Objective = (
  trial: ActiveTrial,
) => Promise<number | Readonly<Record<string, number>> | Outcome | undefined>;

/** Options of `optimize`. Without a limit it runs until the sampler has no more to try, or the signal aborts. */
export interface OptimizeOptions {
  /** The number of trials of the study, including those of earlier runs. */
  readonly trials?: number | undefined;
  /** The time in seconds after which no trial starts. */
  readonly seconds?: number | undefined;
  /** The number of trials that run at once, which may change meanwhile; default 1. */
  readonly concurrency?: number | Limit | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called when the work on a trial has ended. */
  readonly onTrial?: ((trial: Trial) => void) | undefined;
}

/**
 * Runs trials of a study. One whose objective throws is failed, and the study continues.
 * @throws {AffektError} `interrupted`; trials that ran will continue when the study is resumed.
 */
export async function optimize(
  study: Study,
  objective: Objective,
  { trials = Infinity, seconds = Infinity, concurrency = 1, signal, onTrial }: OptimizeOptions,
): Promise<void> {
  const end = performance.now() + 1000 * seconds;
  const stop = new AbortController();
  const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const running = new Set<Promise<void>>();

  const work = async (trial: Trial): Promise<void> => {
    const ending = await endingOf(study, objective, trial, both);
    if (both.aborted) return;
    const told = await study.tell(trial.number, ending);
    onTrial?.(told);
  };

  try {
    for (;;) {
      throwIfAborted(signal, "the study was interrupted");
      const most = typeof concurrency === "number" ? concurrency : concurrency.value;
      const isOpen = running.size < most && performance.now() < end;
      const trial = isOpen ? await study.ask({ most: trials }) : undefined;
      if (trial !== undefined) {
        const done = work(trial).finally(() => running.delete(done));
        running.add(done);
        done.catch(() => {}); // is awaited in the race
      } else if (running.size === 0) break;
      else {
        const interrupted = whenAborted(signal);
        const change = typeof concurrency === "number" ? [] : [concurrency.changed()];
        try {
          await Promise.race([...running, ...change, interrupted.promise]);
        } finally {
          interrupted.forget();
        }
      }
    }
  } catch (error) {
    stop.abort(error);
    throw error;
  }
}

async function endingOf(
  study: Study,
  objective: Objective,
  { number, params, seed, reports }: Trial,
  signal: AbortSignal,
): Promise<Ending> {
  try {
    const result = await objective({
      number,
      params,
      seed,
      reports,
      checkpoint: await study.checkpointOf(number),
      signal,
      report: (step, value) => study.report(number, step, value),
      keep: (checkpoint) => study.keep(number, checkpoint),
      assign: (worker) => study.assign(number, worker),
    });
    if (result === undefined) return "stopped";
    return isOutcome(result) ? result : { values: result };
  } catch (error) {
    // an internal fault is not the trial's
    if (error instanceof AffektError && error.code === "cannot-write") throw error;
    return { error };
  }
}

function isOutcome(
  result: number | Readonly<Record<string, unknown>> | Outcome,
): result is Outcome {
  return typeof result === "object" && typeof result["values"] === "object";
}

/** A promise that rejects when a signal aborts, until it is forgotten. */
function whenAborted(signal: AbortSignal | undefined): AbortWait {
  let onAbort = (): void => {};
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => reject(interruption(signal));
  });
  signal?.addEventListener("abort", onAbort);
  return { promise, forget: () => signal?.removeEventListener("abort", onAbort) };
}

interface AbortWait {
  readonly promise: Promise<never>;
  readonly forget: () => void;
}
