import { axisX, axisY, dot, gridX, gridY, line, link, rectY } from "@observablehq/plot";
import type { ModelResult } from "../../evaluation/result.ts";
import type { Markup } from "../../markup/html.ts";
import { percent } from "../percent.ts";
import { chart } from "./chart.ts";

/** Accuracy over confidence by bins, and how many clips are in each: a reliability diagram. */
export function reliabilityChart({ reliability, ece }: ModelResult): Markup {
  const clips = reliability.reduce((sum, bin) => sum + bin.clips, 0);
  const bins = reliability
    .filter((bin) => bin.clips > 0)
    .map((bin) => ({
      ...bin,
      confidence: 100 * bin.confidence,
      accuracy: 100 * bin.accuracy,
      low: 100 * bin.low,
      high: 100 * bin.high,
      share: (100 * bin.clips) / clips,
    }));
  const title = ({ confidence, accuracy, clips: count }: (typeof bins)[number]): string =>
    `${count} clips: confidence ${confidence.toFixed(1)} %, accuracy ${accuracy.toFixed(1)} %`;
  return chart(`Reliability diagram; expected calibration error ${percent(ece)} %`, {
    height: 340,
    marginLeft: 44,
    marginRight: 14,
    marginTop: 24,
    marginBottom: 38,
    x: { domain: [0, 100] },
    y: { domain: [0, 100] },
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisX({ label: "confidence, per cent", labelAnchor: "center", ticks: 5, tickSize: 0 }),
      axisY({ label: "accuracy, per cent", labelArrow: "none", ticks: 5, tickSize: 0 }),
      rectY(bins, {
        x1: "low",
        x2: "high",
        y: "share",
        fill: "var(--quiet)",
        fillOpacity: 0.22,
        inset: 0.5,
        title,
      }),
      line(
        [
          [0, 0],
          [100, 100],
        ],
        { stroke: "var(--quiet)", strokeDasharray: "3 3" },
      ),
      link(bins, {
        x1: "confidence",
        x2: "confidence",
        y1: "confidence",
        y2: "accuracy",
        stroke: "var(--second)",
        strokeWidth: 2,
        strokeOpacity: 0.6,
      }),
      line(bins, { x: "confidence", y: "accuracy", stroke: "var(--accent)", strokeWidth: 1.5 }),
      dot(bins, { x: "confidence", y: "accuracy", r: 4, fill: "var(--accent)", title }),
    ],
  });
}
