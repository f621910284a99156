import { groupBy } from "../../group-by.ts";
import type { ModelComparison } from "../../evaluation/result.ts";
import { points, pValue } from "../percent.ts";
import type { Table } from "./table.ts";

/** The paired comparisons of models, a group for each protocol. */
export function significanceTable(comparisons: readonly ModelComparison[]): Table {
  const ordered = comparisons.toSorted(
    (a, b) => Number(a.speakerDependent) - Number(b.speakerDependent),
  );
  const over = [...new Set(comparisons.map((own) => own.over))].join(" or ");
  const byProtocol = groupBy(ordered, ({ protocol }) => protocol);
  return {
    title: "Paired comparison of models",
    columns: ["first", "second", "difference of UAR (95 %)", `p, ${over}`, "p, McNemar"],
    wordColumns: 2,
    groups: [...byProtocol].map(([protocol, own]) => ({
      title: protocol,
      speakerDependent: own.some(({ speakerDependent }) => speakerDependent),
      rows: own.map(({ first, second, difference, interval: [low, high], corrected }) => [
        first,
        second,
        `${points(difference)} (${points(low)} to ${points(high)})`,
        pValue(corrected.p),
        pValue(corrected.mcnemar),
      ]),
    })),
    notes: [
      `First less second, in points, on the same clips; the interval is by bootstrap over ${over}.`,
      `p by a permutation test over ${over}, and by McNemar's test, which takes clips for independent; both corrected for the number of comparisons by Holm's method.`,
    ],
  };
}
