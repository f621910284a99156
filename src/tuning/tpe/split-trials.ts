import { type Goals, lossesOf, signOf, violationOf } from "../goals.ts";
import { chooseByHypervolume } from "../pareto/choose-by-hypervolume.ts";
import { frontRanks } from "../pareto/front-ranks.ts";
import type { Trial } from "../trial.ts";

/** Trials divided by how good they are, in the order of their numbers. */
export interface SplitTrials {
  readonly below: readonly Trial[];
  readonly above: readonly Trial[];
}

/**
 * Takes the best `count` trials: complete ones that keep the constraints, then pruned ones, those furthest on first, then those that are
 * least beyond the constraints. What still runs is not good (the constant liar).
 */
export function splitTrials(trials: readonly Trial[], goals: Goals, count: number): SplitTrials {
  const running = trials.filter(({ state }) => state === "running");
  const others = trials.filter(({ state }) => state !== "running" && state !== "failed");
  const feasible = others.filter((trial) => violationOf(goals, trial) === 0);
  const complete = feasible.filter(({ state }) => state === "complete");
  const below = bestOf(complete, goals, count);
  for (const more of [
    () =>
      prunedInOrder(
        feasible.filter(({ state }) => state !== "complete"),
        goals,
      ),
    () =>
      others
        .filter((trial) => violationOf(goals, trial) > 0)
        .toSorted((a, b) => violationOf(goals, a) - violationOf(goals, b)),
  ]) {
    if (below.length < count) below.push(...more().slice(0, count - below.length));
  }
  const good = new Set(below);
  return {
    below: byNumber(below),
    above: byNumber([...others.filter((trial) => !good.has(trial)), ...running]),
  };
}

function byNumber(trials: readonly Trial[]): Trial[] {
  return trials.toSorted((a, b) => a.number - b.number);
}

/** The best complete trials: by their only objective, or by their place among fronts, where ties are broken by hypervolume. */
export function bestOf(complete: readonly Trial[], goals: Goals, count: number): Trial[] {
  const losses = complete.map(({ values }) => lossesOf(goals, values!));
  if (count >= complete.length) return [...complete];
  if (Object.keys(goals.objectives).length === 1) {
    const order = [...complete.keys()].toSorted((a, b) => losses[a]![0]! - losses[b]![0]!);
    return order.slice(0, count).map((i) => complete[i]!);
  }
  const ranks = frontRanks(losses);
  const chosen: number[] = [];
  for (let rank = 0; chosen.length < count; rank++) {
    const front = [...ranks.keys()].filter((i) => ranks[i] === rank);
    const wanted = count - chosen.length;
    const kept =
      front.length <= wanted
        ? front
        : chooseByHypervolume(
            front.map((i) => losses[i]!),
            wanted,
          ).map((f) => front[f]!);
    chosen.push(...kept);
  }
  return chosen.map((i) => complete[i]!);
}

function prunedInOrder(trials: readonly Trial[], { objectives }: Goals): Trial[] {
  const sign = signOf(Object.values(objectives)[0]!);
  const orderOf = ({ reports }: Trial): readonly [number, number] => {
    const last = reports.at(-1);
    return last === undefined ? [1, 0] : [-last.step, sign * last.value];
  };
  return trials.toSorted((a, b) => {
    const [x, y] = [orderOf(a), orderOf(b)];
    return x[0] - y[0] || x[1] - y[1];
  });
}
