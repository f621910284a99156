import { plot, type PlotOptions } from "@observablehq/plot";
import { parseHTML } from "linkedom/worker";
import { html, Markup } from "../../markup/html.ts";

/** Charts are drawn at least this wide, in pixels: their text is then readable on a telephone without scrolling. */
export const CHART_WIDTH = 420;

/** Room for the longest of some labels beside an axis, in pixels. */
export function labelMargin(labels: readonly string[]): number {
  return Math.min(200, 20 + 7 * Math.max(...labels.map(({ length }) => length)));
}

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/**
 * A picture by Observable Plot as SVG that needs neither a script nor a style sheet to be seen, with `description`
 * in its place for those who cannot see it. Colours are the variables of the report's style sheet.
 */
export function chart(description: string, options: PlotOptions): Markup {
  const { width = CHART_WIDTH } = options;
  const picture = plot({
    document,
    ...options,
    width,
    style: { fontSize: "12px", background: "none", minWidth: `${0.8 * width}px` },
  });
  return html`<div class="chart" role="img" aria-label="${description}">
    ${new Markup(picture.outerHTML)}
  </div>`;
}
