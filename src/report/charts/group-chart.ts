import { axisX, axisY, dot, gridX, link, ruleX } from "@observablehq/plot";
import type { GroupComparison } from "../../evaluation/result.ts";
import type { Markup } from "../../markup/html.ts";
import { percent } from "../percent.ts";
import { chart, labelMargin } from "./chart.ts";

/** The UAR of each group with its interval. */
export function groupChart({ by, groups, emotions }: GroupComparison): Markup {
  const rows = groups.map(({ value, uar, interval, clips }) => ({
    value: shorten(value),
    uar: 100 * uar,
    low: 100 * interval.uar[0],
    high: 100 * interval.uar[1],
    clips,
  }));
  const names = rows.map(({ value }) => value);
  const description = groups.map(({ value, uar }) => `${value} ${percent(uar)} %`).join(", ");
  return chart(`UAR by ${by}: ${description}`, {
    height: 26 * rows.length + 50,
    marginLeft: labelMargin(names),
    marginRight: 14,
    marginTop: 6,
    marginBottom: 38,
    x: { domain: [0, 100] },
    y: { domain: names, type: "point", padding: 0.6 },
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisX({ label: "UAR, per cent", labelAnchor: "center", ticks: 5, tickSize: 0 }),
      axisY({ label: null, tickSize: 0 }),
      ruleX([100 / emotions.length], { stroke: "var(--quiet)", strokeDasharray: "3 3" }),
      link(rows, {
        x1: "low",
        x2: "high",
        y: "value",
        stroke: "var(--accent)",
        strokeWidth: 5,
        strokeOpacity: 0.3,
        strokeLinecap: "round",
      }),
      dot(rows, {
        x: "uar",
        y: "value",
        r: 4.5,
        fill: "var(--accent)",
        title: ({ value, uar, low, high, clips }: (typeof rows)[number]) =>
          `${value}: UAR ${uar.toFixed(1)} % (${low.toFixed(1)}–${high.toFixed(1)}), ${clips} clips`,
      }),
    ],
  });
}

function shorten(text: string): string {
  return text.length <= 26 ? text : `${text.slice(0, 25)}…`;
}
