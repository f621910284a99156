import { groupBy } from "../../group-by.ts";
import type { EvaluationResult, ModelResult } from "../../evaluation/result.ts";
import { html } from "../../markup/html.ts";
import { forestChart } from "../charts/forest-chart.ts";
import { comparisonTable } from "../tables/comparison-table.ts";
import { corpusTable } from "../tables/corpus-table.ts";
import { scoreTable } from "../tables/score-table.ts";
import { significanceTable } from "../tables/significance-table.ts";
import { htmlTable } from "./html-table.ts";
import type { Section } from "./section.ts";

/** The comparison of models: a chart, their scores, and whether they differ. */
export function comparison(
  models: readonly ModelResult[],
  { comparisons }: Pick<EvaluationResult, "comparisons">,
): Section {
  const byProtocol = [...groupBy(models, ({ protocol }) => protocol)];
  const several = byProtocol.filter(([, own]) => own.length > 1);
  return {
    id: "comparison",
    title: "Comparison of models",
    body: html`${htmlTable(comparisonTable(models))}
      ${
        several.length === 0
          ? []
          : html`<div class="figures">
              ${several.map(
                ([protocol, own]) =>
                  html`<figure>
                    <figcaption><h3>${protocol}</h3></figcaption>
                    ${forestChart(own)}
                  </figure>`,
              )}
            </div>`
      }
      ${
        comparisons.length === 0
          ? []
          : html`<h3>Paired comparison</h3>
              ${htmlTable(significanceTable(comparisons))}`
      }
      <details>
        <summary>All scores</summary>
        ${htmlTable(scoreTable(models))}
      </details>`,
  };
}

/** Scores by training and test corpora; nothing where no model was tested so. */
export function corpora(models: readonly ModelResult[]): Section[] {
  if (models.every((model) => model.corpora === undefined)) return [];
  return [
    {
      id: "corpora",
      title: "Across corpora",
      body: html`<p>
          Each column is a corpus that the models of its rows were not trained on. How a model does
          on other recordings, in another room and by other people, is what a user meets.
        </p>
        ${htmlTable(corpusTable(models))}`,
    },
  ];
}
