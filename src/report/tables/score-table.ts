import { resultName, type ModelResult } from "../../evaluation/result.ts";
import type { ScoreName } from "../../metrics/assessment.ts";
import type { Interval } from "../../metrics/bootstrap.ts";
import { withInterval } from "../percent.ts";
import type { Table } from "./table.ts";

/** The scores in words. Those that are not shares are shown as they are. */
const SCORES: readonly {
  readonly name: ScoreName;
  readonly title: string;
  readonly isShare: boolean;
}[] = [
  { name: "uar", title: "Unweighted average recall (balanced accuracy)", isShare: true },
  { name: "accuracy", title: "Accuracy", isShare: true },
  { name: "precision", title: "Precision, macro", isShare: true },
  { name: "recall", title: "Recall, macro", isShare: true },
  { name: "f1", title: "F1, macro", isShare: true },
  { name: "weightedPrecision", title: "Precision, weighted", isShare: true },
  { name: "weightedRecall", title: "Recall, weighted", isShare: true },
  { name: "weightedF1", title: "F1, weighted", isShare: true },
  { name: "top2", title: "Top-2 accuracy", isShare: true },
  { name: "kappa", title: "Cohen's kappa", isShare: false },
  { name: "mcc", title: "Matthews' correlation", isShare: false },
  { name: "rocAuc", title: "ROC AUC, one against the rest", isShare: false },
  { name: "logLoss", title: "Log loss (lower is better)", isShare: false },
  { name: "brier", title: "Brier score (lower is better)", isShare: false },
  { name: "ece", title: "Expected calibration error (lower is better)", isShare: true },
];

/** All scores of each result with their intervals, a column a result. */
export function scoreTable(models: readonly ModelResult[]): Table {
  return {
    title: "All scores",
    columns: ["score", ...models.map(resultName)],
    wordColumns: 1,
    groups: [
      {
        rows: SCORES.map(({ name, title, isShare }) => [
          title,
          ...models.map((model) =>
            isShare
              ? withInterval(model[name], model.interval[name])
              : plain(model[name], model.interval[name]),
          ),
        ]),
      },
    ],
    notes: [
      "With 95 % intervals. Shares in per cent. Macro scores are means over emotions; weighted ones count each emotion by its clips.",
    ],
  };
}

function plain(score: number, [low, high]: Interval): string {
  return `${score.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
}
