import { axisX, axisY, dot, gridX, link, ruleX } from "@observablehq/plot";
import type { ModelResult } from "../../evaluation/result.ts";
import { comparisonName } from "../../evaluation/result.ts";
import type { Markup } from "../../markup/html.ts";
import { percent } from "../percent.ts";
import { chart, labelMargin } from "./chart.ts";

/** The UAR of models by one protocol with their intervals, and the chance level. */
export function forestChart(models: readonly ModelResult[]): Markup {
  const rows = models.map((model) => ({
    name: comparisonName(model, models),
    uar: 100 * model.uar,
    low: 100 * model.interval.uar[0],
    high: 100 * model.interval.uar[1],
  }));
  const names = rows.map(({ name }) => name);
  const chance = 100 * models[0]!.chance;
  const description = models
    .map((model) => `${comparisonName(model, models)} ${percent(model.uar)} %`)
    .join(", ");
  return chart(`UAR with its interval: ${description}`, {
    height: 30 * rows.length + 56,
    marginLeft: labelMargin(names),
    marginRight: 14,
    marginTop: 8,
    marginBottom: 38,
    x: { domain: [0, 100] },
    y: { domain: names, type: "point", padding: 0.6 },
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisX({
        label: "UAR, per cent; dashed: guessing",
        labelAnchor: "center",
        ticks: 5,
        tickSize: 0,
      }),
      axisY({ label: null, tickSize: 0 }),
      ruleX([chance], { stroke: "var(--quiet)", strokeDasharray: "3 3" }),
      link(rows, {
        x1: "low",
        x2: "high",
        y: "name",
        stroke: "var(--accent)",
        strokeWidth: 6,
        strokeOpacity: 0.3,
        strokeLinecap: "round",
      }),
      dot(rows, {
        x: "uar",
        y: "name",
        r: 5,
        fill: "var(--accent)",
        title: ({ name, uar, low, high }: (typeof rows)[number]) =>
          `${name}: UAR ${uar.toFixed(1)} % (${low.toFixed(1)}–${high.toFixed(1)})`,
      }),
    ],
  });
}
