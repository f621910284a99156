import type * as v from "valibot";
import { median } from "../../math/statistics/median.ts";
import { group, integer, withDefault } from "../../options/schema.ts";
import { lossOf, type Pruner } from "./pruner.ts";

/** Settings of the median rule, with Optuna 5's defaults. */
export const MEDIAN = group({
  startupTrials: withDefault(integer({ min: 0, text: "complete trials before any is stopped" }), 5),
  warmupSteps: withDefault(integer({ min: 0, text: "steps before which no trial is stopped" }), 0),
});

/** Stops a trial whose best report so far is worse than the median of the complete trials' reports at the same step (Golovin et al. 2017). */
export function medianPruner({ startupTrials, warmupSteps }: v.InferOutput<typeof MEDIAN>): Pruner {
  return {
    judge({ reports }, { goals, trials }) {
      const { step } = reports.at(-1)!;
      const complete = trials.filter(({ state }) => state === "complete");
      if (complete.length < Math.max(1, startupTrials) || step < warmupSteps) return "continue";
      const others = complete.flatMap(({ reports: own }) => {
        const report = own.find((one) => one.step === step);
        return report === undefined ? [] : [lossOf(goals, report.value)];
      });
      const best = Math.min(...reports.map(({ value }) => lossOf(goals, value)));
      return others.length > 0 && best > median(others) ? "stop" : "continue";
    },
  };
}
