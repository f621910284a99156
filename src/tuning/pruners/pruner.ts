import type { Goals } from "../goals.ts";
import type { Trial } from "../trial.ts";

/** The decision on a trial after a report. */
export type Decision = "continue" | "stop" | "pause";

/** The trials that a pruner compares with. */
export interface Competition {
  readonly goals: Goals;
  /** All trials in the order of their numbers. */
  readonly trials: readonly Trial[];
}

/** A pruner: stops unpromising trials early, by their reports. The direction of the reports is that of the first objective. */
export interface Pruner {
  /** Judges a running trial by its reports, of which there is a new one. */
  judge(trial: Trial, competition: Competition): Decision;
  /** A paused trial that continues now. */
  promote?(competition: Competition): Trial | undefined;
}

/** Reports as losses: lower is better. */
export function lossOf({ objectives }: Goals, value: number): number {
  return Object.values(objectives)[0] === "maximize" ? -value : value;
}
