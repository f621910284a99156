import { dot } from "@observablehq/plot";
import type { EmbeddingMap, MapPoint } from "../../evaluation/result.ts";
import { html, type Markup } from "../../markup/html.ts";
import { chart } from "./chart.ts";
import { colourOf, signOf, symbolOf } from "./palette.ts";

/** A map of clips with a colour and a symbol for each value, and the legend. Clips without a value are grey. */
export function mapChart(
  { points }: EmbeddingMap,
  values: readonly string[],
  valueOf: (point: MapPoint) => string | undefined,
  description: string,
): Markup {
  const groups = values.map((value) => points.filter((point) => valueOf(point) === value));
  const rest = points.filter((point) => !values.includes(valueOf(point) ?? ""));
  const title = ({ emotion, speaker = "unknown speaker" }: MapPoint): string =>
    `${emotion}, ${speaker}`;
  return html`${chart(description, {
      height: 420,
      margin: 8,
      axis: null,
      x: { domain: [-1.03, 1.03] },
      y: { domain: [-1.03, 1.03] },
      marks: [
        dot(rest, { x: "x", y: "y", r: 2.5, fill: "var(--quiet)", fillOpacity: 0.6, title }),
        ...groups.map((own, g) =>
          dot(own, {
            x: "x",
            y: "y",
            r: 3,
            symbol: symbolOf(g),
            fill: colourOf(g),
            fillOpacity: 0.85,
            title,
          }),
        ),
      ],
    })}
    <ul class="keys">
      ${values.map(
        (value, g) =>
          html`<li><span style="color: ${colourOf(g)}">${signOf(g)}</span> ${value}</li>`,
      )}
    </ul>`;
}
