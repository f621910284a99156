import { html, type Markup } from "../../markup/html.ts";
import type { Table } from "../tables/table.ts";

/** A table as HTML, with its notes below. It scrolls by itself where it is wider than the page. */
export function htmlTable({ title, columns, wordColumns, groups, notes }: Table): Markup {
  const kind = (column: number): string => (column < wordColumns ? "words" : "");
  const row = ([head = "", ...cells]: readonly string[]): Markup =>
    html`<tr>
      <th scope="row">${head}</th>
      ${cells.map((cell, c) => html`<td class="${kind(c + 1)}">${cell}</td>`)}
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table>
        <thead>
          <tr>
            ${columns.map((column, c) => html`<th scope="col" class="${kind(c)}">${column}</th>`)}
          </tr>
        </thead>
        ${groups.map(
          ({ title: group, speakerDependent, rows }) =>
            html`<tbody>
              ${
                group === undefined
                  ? []
                  : html`<tr>
                      <th scope="rowgroup" colspan="${columns.length}">
                        <span class="${speakerDependent === true ? "caution" : ""}">${group}</span>
                      </th>
                    </tr>`
              }
              ${rows.map(row)}
            </tbody>`,
        )}
      </table>
    </div>
    ${notes.map((note) => html`<p class="quiet">${note}</p>`)}`;
}
