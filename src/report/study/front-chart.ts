import { axisX, axisY, dot, gridY, line } from "@observablehq/plot";
import type { Markup } from "../../markup/html.ts";
import type { NamedSearch } from "../../model-selection/optuna-journal.ts";
import { paretoFront } from "../../tuning/best-trial.ts";
import { chart } from "../charts/chart.ts";
import { labelOf } from "./study-data.ts";

/** The trials of a search by its first two objectives, and the front that no trial is beyond. */
export function frontChart({ definition, trials }: NamedSearch): Markup {
  const [first = "", second = ""] = Object.keys(definition.objectives);
  const front = new Set(paretoFront(trials, definition));
  const points = trials.flatMap((trial) => {
    const { values, number } = trial;
    return values === undefined
      ? []
      : [{ number, x: values[second]!, y: values[first]!, isBest: front.has(trial) }];
  });
  const best = points.filter(({ isBest }) => isBest).toSorted((a, b) => a.x - b.x);
  return chart(
    `${first} by ${second} of ${points.length} trials, ${best.length} of them on the front`,
    {
      height: 300,
      marginLeft: 56,
      marginRight: 34,
      marginTop: 28,
      marginBottom: 38,
      x: { domain: domainOf(points.map(({ x }) => x)), nice: true },
      y: { domain: domainOf(points.map(({ y }) => y)), nice: true },
      marks: [
        gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
        axisX({ label: second, labelAnchor: "center", tickSize: 0, ticks: 4, tickFormat: "~s" }),
        axisY({ label: first, labelArrow: "none", tickSize: 0, ticks: 5, tickFormat: labelOf }),
        line(best, { x: "x", y: "y", stroke: "var(--accent)", strokeWidth: 1.5 }),
        dot(points, {
          x: "x",
          y: "y",
          r: 4,
          fill: "var(--accent)",
          fillOpacity: ({ isBest }: (typeof points)[number]) => (isBest ? 1 : 0.25),
          title: ({ number }: (typeof points)[number]) => `trial ${number}`,
        }),
      ],
    },
  );
}

/** The range of values, with room around a single one. */
function domainOf(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low < high ? [low, high] : [low - Math.abs(low) / 10, high + Math.abs(high) / 10];
}
