import { groupBy } from "../../group-by.ts";
import type * as v from "valibot";
import { group, integer, withDefault } from "../../options/schema.ts";
import { randomParams } from "../samplers/random-sampler.ts";
import type { History, Sampler } from "../samplers/sampler.ts";
import { isSingle, numberOf, valueOf } from "../space/scale.ts";
import { type CompleteSpace, isActive, type Params, type Value } from "../space/space.ts";
import type { Trial } from "../trial.ts";
import { ParzenEstimator, weightsByAge } from "./parzen-estimator.ts";
import { splitTrials } from "./split-trials.ts";

/** Settings of TPE, with Optuna 5's defaults. */
export const TPE = group({
  startupTrials: withDefault(
    integer({ min: 0, text: "trials that are drawn at random before" }),
    10,
  ),
  candidates: withDefault(
    integer({ min: 1, text: "candidates of which the most promising one is taken" }),
    24,
  ),
});

/** The most trials that count as good, of one objective. */
const MOST_GOOD = 25;
const SHARE_GOOD = 0.1;

/**
 * Tree-structured Parzen estimators: of candidates from the density of the good trials the one that is least among the others (Bergstra et
 * al. 2011, Watanabe 2023, https://arxiv.org/abs/2304.11127), as Optuna 5 has it by default: parameters jointly for one objective, one by
 * one for several; trials that run count as bad. Parameters with the same condition are sampled together, as by Optuna's `group`.
 * Start-up trials are counted when they begin.
 */
export function tpeSampler({ startupTrials, candidates }: v.InferOutput<typeof TPE>): Sampler {
  return {
    suggest(history) {
      const { space, trials, goals, random } = history;
      const begun = trials.filter(({ state }) => state !== "failed").length;
      if (begun < startupTrials) return { params: randomParams(space, random) };
      const isSingleObjective = Object.keys(goals.objectives).length === 1;
      const params: Record<string, Value> = {};
      for (const names of isSingleObjective ? jointly(space) : Object.keys(space).map((n) => [n])) {
        if (!isActive(space[names[0]!]!, params)) continue;
        Object.assign(params, suggestSome(names, history, candidates));
      }
      return { params };
    },
  };
}

/** The names of parameters that have the same condition, group by group. */
function jointly(space: CompleteSpace): string[][] {
  const conditionOf = (name: string): string =>
    JSON.stringify(Object.entries(space[name]!.when ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  return [...groupBy(Object.keys(space), conditionOf).values()];
}

function suggestSome(all: readonly string[], history: History, candidates: number): Params {
  const { space, goals, trials, random } = history;
  const fixed = all.filter((name) => isSingle(space[name]!));
  const names = all.filter((name) => !fixed.includes(name));
  const params = Object.fromEntries(fixed.map((name) => [name, firstOf(space[name]!)]));
  if (names.length === 0) return params;
  const objectives = Object.keys(goals.objectives).length;
  const judged = trials.filter(({ state }) => state !== "running" && state !== "failed").length;
  const share = Math.ceil(SHARE_GOOD * judged);
  const good = objectives === 1 ? Math.min(share, MOST_GOOD) : share;
  const { below, above } = splitTrials(trials, goals, good);
  const dimensions = names.map((name) => space[name]!);
  const estimate = (some: readonly Trial[], weigh: (count: number) => number[]) => {
    const observed = some
      .filter((trial) => names.every((name) => Object.hasOwn(trial.params, name)))
      .map((trial) => names.map((name, d) => numberOf(dimensions[d]!, trial.params[name]!)));
    return new ParzenEstimator(dimensions, observed, weigh(observed.length));
  };
  const densityBelow = estimate(
    below,
    objectives === 1 ? weightsByAge : (count) => Array<number>(count).fill(1),
  );
  const densityAbove = estimate(above, weightsByAge);
  let best: readonly number[] = [];
  let highest = -Infinity;
  for (let c = 0; c < candidates; c++) {
    const numbers = densityBelow.sample(random);
    const promise = densityBelow.logDensity(numbers) - densityAbove.logDensity(numbers);
    if (best.length > 0 && !(promise > highest)) continue;
    best = numbers;
    highest = promise;
  }
  for (const [d, name] of names.entries()) params[name] = valueOf(dimensions[d]!, best[d]!);
  return params;
}

function firstOf(dimension: CompleteSpace[string]): Value {
  return dimension.type === "categorical" ? dimension.choices[0]! : dimension.low;
}
