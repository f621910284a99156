import { axisX, axisY, barX, gridX } from "@observablehq/plot";
import type { Markup } from "../../markup/html.ts";
import type { NamedSearch } from "../../model-selection/optuna-journal.ts";
import { parameterImportance } from "../../tuning/importance/parameter-importance.ts";
import { chart, labelMargin } from "../charts/chart.ts";

/** The importance of parameters by name, the mean over searches, largest first. */
export function meanImportance(searches: readonly NamedSearch[]): (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const { definition, trials } of searches) {
    const own = parameterImportance(trials, definition.space, definition);
    for (const [name, share] of Object.entries(own)) {
      sums.set(name, (sums.get(name) ?? 0) + share / searches.length);
    }
  }
  return [...sums].toSorted(([, a], [, b]) => b - a);
}

/** How much each parameter matters for being among the best trials. */
export function parameterImportanceChart(
  importance: readonly (readonly [string, number])[],
): Markup {
  const rows = importance.map(([name, share]) => ({ name, share: 100 * share }));
  const names = rows.map(({ name }) => name);
  const description = rows.map(({ name, share }) => `${name} ${share.toFixed(0)} %`).join(", ");
  return chart(`Importance of parameters: ${description}`, {
    height: 26 * rows.length + 50,
    marginLeft: labelMargin(names),
    marginRight: 16,
    marginTop: 6,
    marginBottom: 38,
    x: { nice: true, domain: [0, Math.max(1, ...rows.map(({ share }) => share))] },
    y: { domain: names, padding: 0.35 },
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisX({ label: "importance, per cent", labelAnchor: "center", ticks: 5, tickSize: 0 }),
      axisY({ label: null, tickSize: 0 }),
      barX(rows, { x: "share", y: "name", fill: "var(--accent)", fillOpacity: 0.7 }),
    ],
  });
}
