import type { FoldBest, OuterResult } from "../../model-selection/search-result.ts";
import { inWords } from "../../model-selection/search-result.ts";
import { percent, points, pValue, withInterval } from "../percent.ts";
import type { Table } from "./table.ts";

/** The winners of a nested search, fold by fold, and what they score together. */
export function searchTable(best: readonly FoldBest[], outer: OuterResult): Table {
  const { uar, interval, untuned, difference } = outer;
  return {
    title: "Winners of the folds",
    columns: ["fold", "winner", "inner UAR", "outer UAR", "gap", "untuned"],
    wordColumns: 2,
    groups: [
      {
        rows: best.map((one) => [
          one.fold,
          `${one.trial}: ${inWords({ model: one.model, ...one.params })}`,
          percent(one.inner),
          percent(one.outer),
          points(one.gap),
          percent(one.untuned.outer),
        ]),
      },
    ],
    notes: [
      `Tuned ${withInterval(uar, interval)}, untuned ${withInterval(untuned.uar, untuned.interval)}: a difference of ${points(difference.uar)} points (${points(difference.interval[0])} to ${points(difference.interval[1])}), p ${pValue(difference.p)}.`,
      "UAR in per cent; intervals are 95 % ones over speakers. Winners are chosen by the inner UAR, over folds of the training speakers; the outer UAR is of speakers that had no part in it.",
    ],
  };
}
