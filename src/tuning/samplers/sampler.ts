import type { Random } from "../../math/statistics/random.ts";
import type { CompleteSpace, Params, Value } from "../space/space.ts";
import type { Goals } from "../goals.ts";
import type { Trial } from "../trial.ts";

/** The input of a sampler for a new trial. */
export interface History {
  readonly space: CompleteSpace;
  readonly goals: Goals;
  /** All trials before, in the order of their numbers. */
  readonly trials: readonly Trial[];
  /** The new trial's number. */
  readonly number: number;
  /** Random numbers of this trial alone. */
  readonly random: Random;
}

/** The parameters of a new trial. */
export interface Suggestion {
  readonly params: Params;
  /** A note that the sampler stores with the trial. */
  readonly origin?: Value;
}

/** A sampler: suggests the parameters of new trials. It depends on the history only, so that a study can be resumed. */
export interface Sampler {
  /** The parameters of a new trial; undefined if there are none left to try. */
  suggest(history: History): Suggestion | undefined;
}
