import { axisX, axisY, dot, gridX, ruleY } from "@observablehq/plot";
import type { Markup } from "../../markup/html.ts";
import { percent } from "../percent.ts";
import type { ModelResult } from "../../evaluation/result.ts";
import { chart, labelMargin } from "./chart.ts";

/** The marks of each emotion in the chart and in the text. */
export const EMOTION_METRICS = [
  { metric: "precision", name: "precision", symbol: "square", sign: "■", colour: "var(--third)" },
  { metric: "recall", name: "recall", symbol: "triangle", sign: "▲", colour: "var(--second)" },
  { metric: "f1", name: "F1", symbol: "circle", sign: "●", colour: "var(--accent)" },
] as const;

/** Between the bars of one emotion, in pixels. */
const BAR_DISTANCE = 8;

interface Bar {
  readonly label: string;
  readonly name: string;
  readonly value: number;
}

/** Precision, recall and F1 of each emotion as three bars. */
export function emotionChart({ emotions, labels }: ModelResult): Markup {
  const description = emotions.map(({ label, f1 }) => `${label} ${percent(f1)} %`).join(", ");
  return chart(`F1 of each emotion: ${description}`, {
    height: 36 * labels.length + 44,
    marginLeft: labelMargin(labels),
    marginRight: 14,
    marginTop: 6,
    marginBottom: 38,
    x: { domain: [0, 100] },
    y: { domain: labels, type: "point", padding: 0.6 },
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisX({ label: "per cent", labelAnchor: "center", ticks: 5, tickSize: 0 }),
      axisY({ label: null, tickSize: 0 }),
      ...EMOTION_METRICS.flatMap(({ metric, name, symbol, colour }, m) => {
        const bars = emotions.map((figures): Bar => ({
          label: figures.label,
          name,
          value: 100 * figures[metric],
        }));
        const dy = (m - 1) * BAR_DISTANCE;
        return [
          ruleY(bars, {
            x1: 0,
            x2: "value",
            y: "label",
            dy,
            stroke: colour,
            strokeWidth: 2,
            strokeOpacity: 0.5,
          }),
          dot(bars, { x: "value", y: "label", dy, symbol, r: 3.5, fill: colour, title }),
        ];
      }),
    ],
  });
}

function title({ label, name, value }: Bar): string {
  return `${label}: ${name} ${value.toFixed(1)} %`;
}
