import { html, type Markup } from "../markup/html.ts";
import type { ModelResult } from "../evaluation/result.ts";
import { comparisonTable, WORD_COLUMNS } from "./table.ts";

/** The comparison table of the report. */
export function comparison(models: readonly ModelResult[]): Markup {
  const { columns, groups, notes } = comparisonTable(models);
  return html`<section>
    <h2>Comparison</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Comparison of models">
      <table class="comparison">
        <thead>
          <tr>
            ${columns.map((column, c) => html`<th scope="col" class="${kind(c)}">${column}</th>`)}
          </tr>
        </thead>
        ${groups.map(
          ({ title, speakerDependent, rows }) =>
            html`<tbody>
              <tr>
                <th scope="rowgroup" colspan="${columns.length}">
                  <span class="${speakerDependent ? "caution" : ""}">${title}</span>
                </th>
              </tr>
              ${rows.map(row)}
            </tbody>`,
        )}
      </table>
    </div>
    ${notes.map((note) => html`<p class="quiet">${note}</p>`)}
  </section>`;
}

function row([model = "", ...figures]: readonly string[]): Markup {
  return html`<tr>
    <th scope="row">${model}</th>
    ${figures.map((figure, c) => html`<td class="${kind(c + 1)}">${figure}</td>`)}
  </tr>`;
}

function kind(column: number): string {
  return column < WORD_COLUMNS ? "words" : "";
}
