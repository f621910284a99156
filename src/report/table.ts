import { percent } from "./percent.ts";
import type { ModelResult } from "../evaluation/result.ts";

/** A table ready to be shown: on the terminal by `renderTable`, in the report as HTML. */
export interface Table {
  readonly columns: readonly string[];
  readonly groups: readonly TableGroup[];
  /** What the columns mean. */
  readonly notes: readonly string[];
}

/** Rows that may be compared with each other. */
export interface TableGroup {
  readonly title: string;
  readonly speakerDependent: boolean;
  /** One cell a column. */
  readonly rows: readonly (readonly string[])[];
}

/** How many of the leading columns are words; the others are figures, shown right-aligned. */
export const WORD_COLUMNS = 2;

/** The models that were tested on new speakers first, otherwise in the given order. */
export function speakerIndependentFirst(models: readonly ModelResult[]): ModelResult[] {
  return [...models].sort((a, b) => Number(a.speakerDependent) - Number(b.speakerDependent));
}

/** The comparison of models, a group for each protocol, speaker-independent ones first. */
export function comparisonTable(models: readonly ModelResult[]): Table {
  const byProtocol = Map.groupBy(speakerIndependentFirst(models), ({ protocol }) => protocol);
  const chances = new Set(models.map(({ labels }) => percent(1 / labels.length)));
  return {
    columns: [
      "model",
      "features",
      "accuracy",
      "UAR (95 %)",
      "precision",
      "recall",
      "F1",
      "training",
    ],
    groups: [...byProtocol].map(([protocol, results]) => {
      const speakerDependent = results.some((result) => result.speakerDependent);
      return {
        title: `${protocol}, ${
          speakerDependent
            ? "speaker-dependent: the same voices in training and test, not what a new speaker gets"
            : "speaker-independent: tested on voices that training did not hear"
        }`,
        speakerDependent,
        rows: results.map(cells),
      };
    }),
    notes: [
      `Per cent; guessing gets ${[...chances].join(" or ")}. UAR is the mean recall of the emotions, in brackets its 95 % interval over speakers.`,
      "Precision, recall and F1 are means over emotions. Training time is summed over folds.",
    ],
  };
}

/** A table as lines of aligned text, without a line break at the end. */
export function renderTable({ columns, groups, notes }: Table): string {
  const rows = [columns, ...groups.flatMap((group) => group.rows)];
  const widths = columns.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, c) => (c < WORD_COLUMNS ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
      .join("  ");
  return [
    line(columns),
    ...groups.flatMap((group) => ["", group.title, ...group.rows.map(line)]),
    "",
    ...notes,
  ].join("\n");
}

function cells(result: ModelResult): string[] {
  const [low, high] = result.interval.uar;
  return [
    result.model,
    result.set,
    percent(result.accuracy),
    `${percent(result.uar)} (${percent(low)}–${percent(high)})`,
    percent(result.precision),
    percent(result.recall),
    percent(result.f1),
    `${result.seconds.training.toFixed(1)} s`,
  ];
}
