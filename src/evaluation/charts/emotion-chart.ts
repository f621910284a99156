import { axisX, axisY, dot, gridX, ruleY } from "@observablehq/plot";
import type { Markup } from "../html.ts";
import { percent } from "../percent.ts";
import type { ModelResult } from "../result.ts";
import { chart } from "./chart.ts";

/** What is drawn for each emotion: how it looks here, and the sign for it in the text. */
export const EMOTION_METRICS = [
  { metric: "precision", name: "precision", symbol: "square", sign: "■", colour: "var(--third)" },
  { metric: "recall", name: "recall", symbol: "triangle", sign: "▲", colour: "var(--second)" },
  { metric: "f1", name: "F1", symbol: "circle", sign: "●", colour: "var(--accent)" },
] as const;

/** Precision, recall and F1 of each emotion on one line. */
export function emotionChart({ emotions, labels }: ModelResult): Markup {
  const description = emotions.map(({ label, f1 }) => `${label} ${percent(f1)} %`).join(", ");
  return chart(`F1 of each emotion: ${description}`, {
    height: 26 * labels.length + 44,
    marginLeft: 84,
    marginRight: 14,
    marginTop: 6,
    marginBottom: 38,
    x: { domain: [0, 100] },
    y: { domain: labels, type: "point", padding: 0.6 },
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisX({ label: "per cent", labelAnchor: "center", ticks: 5, tickSize: 0 }),
      axisY({ label: null, tickSize: 0 }),
      ruleY(
        emotions.map(({ label, precision, recall, f1 }) => ({
          label,
          low: 100 * Math.min(precision, recall, f1),
          high: 100 * Math.max(precision, recall, f1),
        })),
        { y: "label", x1: "low", x2: "high", stroke: "var(--quiet)", strokeWidth: 1.5 },
      ),
      ...EMOTION_METRICS.map(({ metric, name, symbol, colour }) =>
        dot(
          emotions.map((figures) => ({ label: figures.label, share: figures[metric] })),
          {
            x: ({ share }: { share: number }) => 100 * share,
            y: "label",
            symbol,
            r: 4.5,
            fill: colour,
            stroke: "var(--page)",
            title: ({ label, share }: { label: string; share: number }) =>
              `${label}: ${name} ${percent(share)} %`,
          },
        ),
      ),
    ],
  });
}
