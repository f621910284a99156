import type * as v from "valibot";
import { group, integer, number, withDefault } from "../../options/schema.ts";
import { bestTrial } from "../best-trial.ts";
import { lossOf, type Pruner } from "./pruner.ts";
import { signedRankTest } from "./signed-rank.ts";

/** Settings of the Wilcoxon rule, with Optuna 5's defaults. */
export const WILCOXON = group({
  pThreshold: withDefault(
    number({ min: 0, max: 1, text: "p-value below which a trial counts as worse" }),
    0.1,
  ),
  startupSteps: withDefault(
    integer({ min: 2, text: "reports of a trial before it is stopped" }),
    2,
  ),
});

/**
 * Stops a trial that is worse than the best one on the same steps, which are tests that do not build on each other, such as speakers, by
 * Wilcoxon's signed-rank test; not one whose reports are better on average than the best trial's.
 */
export function wilcoxonPruner({
  pThreshold,
  startupSteps,
}: v.InferOutput<typeof WILCOXON>): Pruner {
  return {
    judge({ reports }, { goals, trials }) {
      const best = bestTrial(trials, goals);
      if (best === undefined) return "continue";
      const known = new Map(best.reports.map(({ step, value }) => [step, value]));
      const worse = reports.flatMap(({ step, value }) => {
        const other = known.get(step);
        return other === undefined ? [] : [lossOf(goals, value) - lossOf(goals, other)];
      });
      if (worse.length < startupSteps) return "continue";
      const mean = (some: readonly { readonly value: number }[]): number =>
        some.reduce((sum, { value }) => sum + lossOf(goals, value), 0) / some.length;
      if (mean(reports) <= mean(best.reports)) return "continue";
      return signedRankTest(worse) < pThreshold ? "stop" : "continue";
    },
  };
}
