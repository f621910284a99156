import { axisX, axisY, cell, text } from "@observablehq/plot";
import type { Markup } from "../../markup/html.ts";
import { percent } from "../percent.ts";
import type { ModelResult } from "../../evaluation/result.ts";
import { CHART_WIDTH, chart, labelMargin } from "./chart.ts";

/** The strongest shade, so that black on it (white in dark mode) stays readable. */
const MAX_OPACITY = 0.65;

/** So that three digits fit, in pixels. */
const MIN_CELL = 30;

interface Cell {
  readonly truth: string;
  readonly predicted: string;
  readonly count: number;
  /** The number of clips of this true emotion. */
  readonly support: number;
  /** Of the clips of this true emotion, the share that is predicted so. */
  readonly share: number;
}

/** A confusion matrix: counts, shaded by their share of the row. */
export function confusionChart({ labels, confusion }: ModelResult): Markup {
  const cells = confusion.flatMap((row, t) => {
    const support = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, p): Cell => ({
      truth: labels[t]!,
      predicted: labels[p]!,
      count,
      support,
      share: support === 0 ? 0 : count / support,
    }));
  });
  const marginLeft = labelMargin(labels);
  const marginBottom = 0.6 * marginLeft + 16;
  const width = Math.max(CHART_WIDTH, marginLeft + MIN_CELL * labels.length);
  return chart(describe(cells), {
    width,
    height: width - marginLeft + marginBottom + 18,
    marginLeft,
    marginRight: 4,
    marginTop: 22,
    marginBottom,
    padding: 0.04,
    x: { domain: labels },
    y: { domain: labels },
    marks: [
      axisX({
        label: "predicted",
        labelAnchor: "center",
        labelOffset: marginBottom - 4,
        tickRotate: -40,
        tickSize: 0,
      }),
      axisY({ label: "true", labelAnchor: "top", tickSize: 0 }),
      cell(cells, {
        x: "predicted",
        y: "truth",
        fill: "var(--accent)",
        fillOpacity: { value: ({ share }: Cell) => share * MAX_OPACITY, scale: null },
        stroke: "var(--line)",
        strokeWidth: 0.5,
        title: ({ truth, predicted, count, share }: Cell) =>
          `${truth}, predicted as ${predicted}: ${count} clips, ${percent(share)} %`,
      }),
      text(cells, {
        x: "predicted",
        y: "truth",
        text: ({ count }: Cell) => (count === 0 ? "" : `${count}`),
        fill: "var(--on-shade)",
        fontWeight: 400,
      }),
      text(cells.filter(isHit), {
        x: "predicted",
        y: "truth",
        text: ({ count }: Cell) => `${count}`,
        fill: "var(--on-shade)",
        fontWeight: 700,
      }),
    ],
  });
}

function isHit({ truth, predicted, support }: Cell): boolean {
  return truth === predicted && support > 0;
}

function describe(cells: readonly Cell[]): string {
  const largest = (some: readonly Cell[]): Cell | undefined =>
    some.reduce<Cell | undefined>(
      (a, b) => (a === undefined || b.share > a.share ? b : a),
      undefined,
    );
  const hit = largest(cells.filter(isHit));
  const miss = largest(cells.filter((one) => !isHit(one)));
  return [
    "Confusion matrix",
    hit && `recognised best is ${hit.truth}, ${percent(hit.share)} %`,
    miss && `mistaken most is ${miss.truth} for ${miss.predicted}, ${percent(miss.share)} %`,
  ]
    .filter(Boolean)
    .join("; ");
}
