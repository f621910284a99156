import type { PlainError } from "../errors.ts";
import type { Params, Value } from "./space/space.ts";

/**
 * The state of a trial. `paused`: it waits until the pruner continues it. `pruned`: it was stopped because it was not promising. `failed`: its
 * objective threw an error.
 */
export type TrialState = "running" | "paused" | "complete" | "pruned" | "failed";

/** An intermediate value of a trial. */
export interface TrialReport {
  /** Such as an epoch; steps ascend. */
  readonly step: number;
  readonly value: number;
}

/** A trial of a study, as plain data. */
export interface Trial {
  /** From 0, in the order in which trials began. */
  readonly number: number;
  readonly state: TrialState;
  readonly params: Params;
  /** A note of its sampler. */
  readonly origin?: Value;
  /** The random seed of the trial. */
  readonly seed: number;
  /** The results of a complete trial by name; those of a pruned one, where it gave any. */
  readonly values?: Readonly<Record<string, number>>;
  readonly reports: readonly TrialReport[];
  /** When it began, ISO 8601. */
  readonly started: string;
  readonly ended?: string;
  /** The working time, without pauses. */
  readonly seconds: number;
  /** The last worker. */
  readonly worker?: string;
  readonly error?: PlainError;
  /** Details of the objective beside its values. */
  readonly details?: Value;
}

/** Whether nothing of a trial is left to do. */
export function isFinished({ state }: Pick<Trial, "state">): boolean {
  return state === "complete" || state === "pruned" || state === "failed";
}
