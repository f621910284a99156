import { resultName, type ModelResult } from "../../evaluation/result.ts";
import type { Confusion } from "../../metrics/confusion.ts";
import { drawnOver, percent, withInterval } from "../percent.ts";
import type { Table } from "./table.ts";

/** Precision, recall, F1 and ROC AUC of each emotion with their intervals. */
export function emotionTable(result: ModelResult): Table {
  return {
    title: `Scores by emotion: ${resultName(result)}`,
    columns: ["emotion", "precision", "recall", "F1", "ROC AUC", "clips"],
    wordColumns: 1,
    groups: [
      {
        rows: result.emotions.map(({ label, precision, recall, f1, rocAuc, support, interval }) => [
          label,
          withInterval(precision, interval.precision),
          withInterval(recall, interval.recall),
          withInterval(f1, interval.f1),
          rocAuc === undefined ? "–" : percent(rocAuc),
          `${support}`,
        ]),
      },
    ],
    notes: [`Per cent, with 95 % intervals over ${drawnOver([result])}.`],
  };
}

/** The confusion matrix as a table; rows are the true emotions that occur. `title` is of whose predictions it is. */
export function confusionTable(
  labels: readonly string[],
  confusion: Confusion,
  title?: string,
): Table {
  const rows = confusion.map((row, t) => [labels[t]!, ...row.map((count) => `${count}`)]);
  return {
    title: title === undefined ? "Confusion matrix" : `Confusion matrix: ${title}`,
    columns: ["true \\ predicted", ...labels],
    wordColumns: 1,
    groups: [{ rows: rows.filter((_, t) => confusion[t]!.some((count) => count > 0)) }],
    notes: ["Numbers are clips. Rows are the true emotions, columns the predicted ones."],
  };
}
