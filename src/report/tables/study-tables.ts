import { type FoldBest, inWords, type OuterResult } from "../../model-selection/search-result.ts";
import { percent, points, pValue, withInterval } from "../percent.ts";
import type { Table } from "./table.ts";

/** The winner of a fold; what was not tested yet is absent. */
export type Winner = Pick<FoldBest, "fold" | "trial" | "params" | "inner"> & Partial<FoldBest>;

/** The winners of a nested search, fold by fold, and what they score together. */
export function winnersTable(best: readonly Winner[], outer: OuterResult | undefined): Table {
  const share = (value: number | undefined): string => (value === undefined ? "" : percent(value));
  return {
    title: "Winners of the folds",
    columns: ["fold", "winner", "inner UAR", "outer UAR", "gap", "untuned"],
    wordColumns: 2,
    groups: [
      {
        rows: best.map(({ fold, trial, params, inner, outer: own, gap, untuned }) => [
          fold,
          `${trial}: ${inWords(params)}`,
          percent(inner),
          share(own),
          gap === undefined ? "" : points(gap),
          share(untuned?.outer),
        ]),
      },
    ],
    notes: [
      outer === undefined ? "The folds are not all tested yet." : outerInWords(outer),
      "UAR in per cent; intervals are 95 % ones over speakers. Winners are chosen by the inner UAR, over folds of the training speakers; the outer UAR is of speakers that had no part in it.",
    ],
  };
}

/** The result of a nested search as a sentence. */
export function outerInWords({ uar, interval, untuned, difference }: OuterResult): string {
  const [low, high] = difference.interval;
  return `Tuned ${withInterval(uar, interval)}, untuned ${withInterval(untuned.uar, untuned.interval)}: a difference of ${points(difference.uar)} points (${points(low)} to ${points(high)}), p ${pValue(difference.p)}.`;
}
