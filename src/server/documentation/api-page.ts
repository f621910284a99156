import { describeOptions } from "../../options/describe.ts";
import { html, type Markup } from "../../markup/html.ts";
import { page } from "../../markup/page.ts";
import type { Endpoint } from "../endpoint.ts";

const STYLE = `
  section { border-top: 1px solid var(--line); padding: 1rem 0; }
  h2 code { font-size: 1rem; }
  .method { text-transform: uppercase; font-weight: 700; margin-right: .5em; }
  td:first-child { white-space: nowrap; }
`;

/** The documentation of endpoints as a page without scripts. */
export function apiPage(endpoints: readonly Endpoint[]): string {
  return page({
    title: "Affekt's HTTP API",
    style: STYLE,
    body: html`<main>
      <h1>Affekt's HTTP API</h1>
      <p>
        An API key goes into <code>Authorization: Bearer KEY</code>, where the server has keys. The
        same as an OpenAPI document: <a href="/openapi.json">/openapi.json</a>
      </p>
      ${endpoints.map(section)}
    </main>`,
  });
}

function section({ method, path, summary, query, body, answer, refusals = [] }: Endpoint): Markup {
  const { status = 200, description, content } = answer;
  return html`<section>
    <h2><span class="method">${method}</span><code>${path}</code></h2>
    <p>${summary}.</p>
    ${query === undefined ? "" : parameters(query)}
    ${body === undefined ? "" : html`<p>Body: ${Object.keys(body).join(" or ")}</p>`}
    <p>${status}: ${description} (${Object.keys(content).join(", ")}).</p>
    ${refusals.length === 0 ? "" : html`<p>Refusals: ${refusals.join(", ")}</p>`}
  </section>`;
}

function parameters(query: NonNullable<Endpoint["query"]>): Markup {
  return html`<table>
    <tbody>
      ${describeOptions(query).map(
        ({ name, text = "", allowed = "", default: standard }) =>
          html`<tr>
            <td><code>${name}</code></td>
            <td>
              ${text};
              ${allowed}${standard === undefined ? "" : `; default ${JSON.stringify(standard)}`}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
