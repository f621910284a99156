import { type Goals, lossesOf, violationOf } from "./goals.ts";
import { frontRanks } from "./pareto/front-ranks.ts";
import type { Trial } from "./trial.ts";

/** The complete trials that keep the constraints. */
function feasible(trials: readonly Trial[], goals: Goals): Trial[] {
  return trials.filter((trial) => trial.state === "complete" && violationOf(goals, trial) === 0);
}

/** The best complete trial by the first objective, the earliest of equal ones; undefined where none keeps the constraints. */
export function bestTrial(trials: readonly Trial[], goals: Goals): Trial | undefined {
  const lossOf = ({ values }: Trial): number => lossesOf(goals, values!)[0]!;
  return feasible(trials, goals).reduce<Trial | undefined>(
    (best, trial) => (best === undefined || lossOf(trial) < lossOf(best) ? trial : best),
    undefined,
  );
}

/** The complete trials that no other one is better than in all objectives: the Pareto front. */
export function paretoFront(trials: readonly Trial[], goals: Goals): Trial[] {
  const able = feasible(trials, goals);
  const ranks = frontRanks(able.map(({ values }) => lossesOf(goals, values!)));
  return able.filter((_, i) => ranks[i] === 0);
}
