import type * as v from "valibot";
import { group, integer, withDefault } from "../../options/schema.ts";
import type { Trial } from "../trial.ts";
import { type Competition, lossOf, type Pruner } from "./pruner.ts";

/** Settings of asynchronous successive halving. */
export const ASHA = group({
  minStep: withDefault(integer({ min: 1, text: "step of the first rung" }), 1),
  reductionFactor: withDefault(
    integer({
      min: 2,
      text: "reduction factor n: one of n trials continues to the next rung, which has n times the steps",
    }),
    3,
  ),
});

/**
 * Asynchronous successive halving (Li et al. 2020, https://arxiv.org/abs/1810.05934, algorithm 2): a trial pauses at each rung, and continues
 * once it is among the best of those that got there.
 */
export function ashaPruner({ minStep, reductionFactor }: v.InferOutput<typeof ASHA>): Pruner {
  const levelOf = (rung: number): number => minStep * reductionFactor ** rung;

  /** The rungs that a trial has reached. */
  const rungsOf = ({ reports }: Trial): number => {
    const step = reports.at(-1)?.step ?? 0;
    let rungs = 0;
    while (levelOf(rungs) <= step) rungs++;
    return rungs;
  };

  const promotableFrom = (rung: number, { goals, trials }: Competition): Trial[] => {
    const lossAt = ({ reports }: Trial): number =>
      lossOf(goals, reports.find(({ step }) => step >= levelOf(rung))!.value);
    const there = trials.filter((trial) => trial.state !== "failed" && rungsOf(trial) > rung);
    return there
      .toSorted((a, b) => lossAt(a) - lossAt(b))
      .slice(0, Math.floor(there.length / reductionFactor));
  };

  return {
    judge(trial, competition) {
      const rungs = rungsOf(trial);
      const before = trial.reports.at(-2)?.step ?? 0;
      if (rungs === 0 || before >= levelOf(rungs - 1)) return "continue";
      const isPromotable = promotableFrom(rungs - 1, competition).some(
        ({ number }) => number === trial.number,
      );
      return isPromotable ? "continue" : "pause";
    },
    promote(competition) {
      const paused = competition.trials.filter(({ state }) => state === "paused");
      const highest = Math.max(0, ...paused.map(rungsOf));
      for (let rung = highest - 1; rung >= 0; rung--) {
        const next = promotableFrom(rung, competition).find(
          (trial) => trial.state === "paused" && rungsOf(trial) === rung + 1,
        );
        if (next !== undefined) return next;
      }
      return undefined;
    },
  };
}
