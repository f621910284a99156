import { axisX, axisY, gridY, line } from "@observablehq/plot";
import type { Markup } from "../../markup/html.ts";
import { chart } from "../charts/chart.ts";
import type { PageTrial } from "./study-data.ts";

/** The reports of trials by epoch; those of trials that were ended early are pale. */
export function trialCurves(trials: readonly PageTrial[]): Markup {
  const points = trials.flatMap(({ fold, trial }) =>
    trial.reports
      .filter(({ value }) => Number.isFinite(value))
      .map(({ step, value }) => ({
        id: `${fold}/${trial.number}`,
        step,
        score: 100 * value,
        isComplete: trial.state === "complete",
      })),
  );
  return chart(`Inner UAR of ${trials.length} trials by epoch`, {
    width: 900,
    height: 300,
    marginLeft: 44,
    marginTop: 28,
    marginBottom: 38,
    x: { type: "log" },
    y: { nice: true },
    marks: [
      gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisX({ label: "epoch", labelAnchor: "center", tickSize: 0, ticks: 6, tickFormat: "d" }),
      axisY({ label: "inner UAR, per cent", labelArrow: "none", tickSize: 0, ticks: 5 }),
      line(points, {
        x: "step",
        y: "score",
        z: "id",
        stroke: "var(--accent)",
        strokeWidth: 1.2,
        marker: "dot",
        strokeOpacity: ({ isComplete }: (typeof points)[number]) => (isComplete ? 0.8 : 0.25),
      }),
    ],
  });
}
