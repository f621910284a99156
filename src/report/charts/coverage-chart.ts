import { areaY, axisX, axisY, dot, gridY, line } from "@observablehq/plot";
import type { ModelResult } from "../../evaluation/result.ts";
import type { Markup } from "../../markup/html.ts";
import { percent } from "../percent.ts";
import { chart } from "./chart.ts";

/** The accuracy where a model answers only for the clips of which it is surest, with its interval. */
export function coverageChart({ coverage }: ModelResult): Markup {
  const points = coverage.map((point) => ({
    coverage: 100 * point.coverage,
    accuracy: 100 * point.accuracy,
    low: 100 * point.interval[0],
    high: 100 * point.interval[1],
  }));
  const [half, whole] = [0.5, 1].map(
    (share) => coverage.find((point) => point.coverage === share)!.accuracy,
  ) as [number, number];
  return chart(
    `Accuracy over coverage: ${percent(half)} % of the surest half of the clips, ${percent(whole)} % of all`,
    {
      height: 300,
      marginLeft: 44,
      marginRight: 14,
      marginTop: 24,
      marginBottom: 38,
      x: { domain: [0, 100] },
      y: { domain: [0, 100] },
      marks: [
        gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
        axisX({ label: "coverage, per cent", labelAnchor: "center", ticks: 5, tickSize: 0 }),
        axisY({ label: "accuracy, per cent", labelArrow: "none", ticks: 5, tickSize: 0 }),
        areaY(points, {
          x: "coverage",
          y1: "low",
          y2: "high",
          fill: "var(--accent)",
          fillOpacity: 0.15,
        }),
        line(points, { x: "coverage", y: "accuracy", stroke: "var(--accent)", strokeWidth: 2 }),
        dot(points, {
          x: "coverage",
          y: "accuracy",
          r: 3.5,
          fill: "var(--accent)",
          title: ({ coverage: share, accuracy, low, high }: (typeof points)[number]) =>
            `coverage ${share.toFixed(0)} %: accuracy ${accuracy.toFixed(1)} % (${low.toFixed(1)}–${high.toFixed(1)})`,
        }),
      ],
    },
  );
}
