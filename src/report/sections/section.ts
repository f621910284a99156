import { html, type Markup } from "../../markup/html.ts";

/** A section of the report. */
export interface Section {
  /** Of its address within the page. */
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** The sections one after another. */
export function renderSections(sections: readonly Section[]): Markup {
  return html`${sections.map(
    ({ id, title, body }) =>
      html`<section id="${id}">
        <h2>${title}</h2>
        ${body}
      </section>`,
  )}`;
}

/** Links to sections. */
export function contents(sections: readonly Section[]): Markup {
  return html`<nav aria-label="Contents">
    <ul>
      ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
    </ul>
  </nav>`;
}
