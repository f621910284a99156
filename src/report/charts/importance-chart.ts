import { axisX, axisY, barX, gridX, link, ruleX } from "@observablehq/plot";
import type { FeatureImportance } from "../../evaluation/result.ts";
import type { Markup } from "../../markup/html.ts";
import { points } from "../percent.ts";
import { chart, labelMargin } from "./chart.ts";

/** The drop of the UAR for each permuted group of features. */
export function importanceChart(importance: readonly FeatureImportance[]): Markup {
  const rows = importance.map(({ features, drop, interval: [low, high], columns }) => ({
    name: features,
    drop: 100 * drop,
    low: 100 * low,
    high: 100 * high,
    columns,
  }));
  const names = rows.map(({ name }) => name);
  const description = importance
    .map(({ features, drop }) => `${features} ${points(drop)}`)
    .join(", ");
  return chart(`Drop of the UAR in points: ${description}`, {
    height: 28 * rows.length + 50,
    marginLeft: labelMargin(names),
    marginRight: 16,
    marginTop: 6,
    marginBottom: 38,
    x: { nice: true, zero: true },
    y: { domain: names, padding: 0.35 },
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisX({ label: "drop of the UAR, points", labelAnchor: "center", ticks: 5, tickSize: 0 }),
      axisY({ label: null, tickSize: 0 }),
      barX(rows, {
        x: "drop",
        y: "name",
        fill: "var(--accent)",
        fillOpacity: 0.7,
        title: ({ name, drop, columns }: (typeof rows)[number]) =>
          `${name}, ${columns} columns: ${drop.toFixed(1)} points`,
      }),
      link(rows, { x1: "low", x2: "high", y: "name", stroke: "var(--text)", strokeWidth: 1.5 }),
      ruleX([0], { stroke: "var(--quiet)" }),
    ],
  });
}
