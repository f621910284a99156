import {
  type FoldBest,
  inWords,
  type OuterResult,
  type OuterScore,
} from "../../model-selection/search-result.ts";
import { percent, points, pValue, withInterval } from "../percent.ts";
import type { Table } from "./table.ts";

/** The winner of a fold; what was not tested yet is absent. */
export type Winner = Pick<FoldBest, "fold" | "trial" | "params" | "inner"> & Partial<FoldBest>;

/** The scores of a winner, as far as it was tested. */
type Scores = { readonly [Name in "inner" | "outer" | "gap"]: number | undefined };

/** The winners of a nested search, fold by fold, and what they score together. */
export function winnersTable(best: readonly Winner[], outer: OuterResult | undefined): Table {
  const share = (value: number | undefined): string => (value === undefined ? "" : percent(value));
  return {
    title: "Winners of the folds",
    columns: ["fold", "winner", "inner UAR", "outer UAR", "gap", "untuned"],
    wordColumns: 2,
    groups: [
      {
        rows: best.flatMap(({ fold, trial, params, inner, outer: own, gap, untuned, ensemble }) => {
          const scores = (one: Scores): string[] => [
            share(one.inner),
            share(one.outer),
            one.gap === undefined ? "" : points(one.gap),
            share(untuned?.outer),
          ];
          const alone = [
            fold,
            `${trial}: ${inWords(params)}`,
            ...scores({ inner, outer: own, gap }),
          ];
          if (ensemble === undefined) return [alone];
          return [[fold, `ensemble of ${ensemble.trials.join(", ")}`, ...scores(ensemble)], alone];
        }),
      },
    ],
    notes: [
      outer === undefined ? "The folds are not all tested yet." : outerInWords(outer),
      "UAR in per cent; intervals are 95 % ones over speakers. Winners are chosen by the inner UAR, over folds of the training speakers; the outer UAR is of speakers that had no part in it.",
    ],
  };
}

/** The result of a nested search as a sentence. */
export function outerInWords({ uar, interval, untuned, difference, single }: OuterResult): string {
  const tuned = `Tuned ${withInterval(uar, interval)}, untuned ${withInterval(untuned.uar, untuned.interval)}: a difference of ${inPoints(difference)}.`;
  if (single === undefined) return tuned;
  return `${tuned} The best trials alone ${withInterval(single.uar, single.interval)}: a difference of ${inPoints(single.difference)}.`;
}

function inPoints({ uar, interval: [low, high], p }: OuterScore["difference"]): string {
  return `${points(uar)} points (${points(low)} to ${points(high)}), p ${pValue(p)}`;
}
