import { axisX, axisY, dot, gridY, line } from "@observablehq/plot";
import type { Markup } from "../../markup/html.ts";
import { chart } from "../charts/chart.ts";
import { colourOf, symbolOf } from "../charts/palette.ts";
import { type PageTrial, scored } from "./study-data.ts";

/** The score of each complete trial, and the best one of its search so far. */
export function historyChart(trials: readonly PageTrial[]): Markup {
  const folds = [...new Set(trials.map(({ fold }) => fold))];
  const points = scored(trials).map(({ fold, trial, score }) => ({
    fold,
    number: trial.number,
    score,
  }));
  const best = folds.flatMap((fold) => {
    let highest = -Infinity;
    return points
      .filter((point) => point.fold === fold)
      .map(({ number, score }) => ({ fold, number, score: (highest = Math.max(highest, score)) }));
  });
  const last = Math.max(1, ...points.map(({ number }) => number));
  return chart(`Inner UAR of ${points.length} trials in ${folds.length} searches by trial`, {
    width: 900,
    height: 320,
    marginLeft: 44,
    marginTop: 28,
    marginBottom: 38,
    x: { domain: [0, last] },
    y: { nice: true },
    marks: [
      gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisX({
        label: "trial",
        labelAnchor: "center",
        tickSize: 0,
        ticks: Math.min(10, last),
        tickFormat: "d",
      }),
      axisY({ label: "inner UAR, per cent", labelArrow: "none", tickSize: 0, ticks: 5 }),
      line(best, {
        x: "number",
        y: "score",
        z: "fold",
        curve: "step-after",
        stroke: ({ fold }: (typeof best)[number]) => colourOf(folds.indexOf(fold)),
        strokeWidth: 1.5,
        strokeOpacity: 0.7,
      }),
      dot(points, {
        x: "number",
        y: "score",
        r: 3.5,
        symbol: ({ fold }: (typeof points)[number]) => symbolOf(folds.indexOf(fold)),
        fill: ({ fold }: (typeof points)[number]) => colourOf(folds.indexOf(fold)),
        title: ({ fold, number, score }: (typeof points)[number]) =>
          `fold ${fold}, trial ${number}: ${score.toFixed(1)} %`,
      }),
    ],
    symbol: { type: "identity" },
    color: { type: "identity" },
  });
}
