import { resultName, type EvaluationResult } from "../evaluation/result.ts";
import { latexTable } from "./formats/latex.ts";
import { markdownTable } from "./formats/markdown.ts";
import { comparisonTable, speakerIndependentFirst } from "./tables/comparison-table.ts";
import { corpusTable } from "./tables/corpus-table.ts";
import { confusionTable, emotionTable } from "./tables/emotion-table.ts";
import { groupTable } from "./tables/group-table.ts";
import { scoreTable } from "./tables/score-table.ts";
import { significanceTable } from "./tables/significance-table.ts";
import type { Table } from "./tables/table.ts";

/** All tables of a result, in the order of the report. */
export function resultTables({ models, comparisons }: EvaluationResult): Table[] {
  const ordered = speakerIndependentFirst(models);
  return [
    comparisonTable(ordered),
    ...(ordered.some(({ corpora }) => corpora !== undefined) ? [corpusTable(ordered)] : []),
    ...(comparisons.length > 0 ? [significanceTable(comparisons)] : []),
    scoreTable(ordered),
    ...ordered.flatMap((model) => [
      confusionTable(model.labels, model.confusion, resultName(model)),
      emotionTable(model),
      ...(model.groups.some(({ by }) => by !== "speaker") ? [groupTable(model)] : []),
    ]),
  ];
}

/** All tables of a result in Markdown. */
export function markdownTables(result: EvaluationResult): string {
  return resultTables(result)
    .map((table) => markdownTable(table))
    .join("\n");
}

/** All tables of a result in LaTeX. */
export function latexTables(result: EvaluationResult): string {
  return resultTables(result).map(latexTable).join("\n");
}
