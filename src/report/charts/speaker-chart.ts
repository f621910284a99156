import { axisFy, axisX, barX, dodgeY, dot, gridX, ruleX, tickX } from "@observablehq/plot";
import type { Markup } from "../../markup/html.ts";
import { percent } from "../percent.ts";
import { resultName, type ModelResult } from "../../evaluation/result.ts";
import { chart } from "./chart.ts";

interface SpeakerDot {
  readonly name: string;
  readonly speaker: string;
  readonly uar: number;
}

/** The UAR of each speaker as a dot, one row a result, with the pooled figure, its interval, and the chance level. */
export function speakerChart(results: readonly ModelResult[]): Markup {
  const names = results.map(resultName);
  const dots = results.flatMap((result) =>
    result.speakers.map(({ speaker, uar }): SpeakerDot => ({
      name: resultName(result),
      speaker,
      uar: 100 * uar,
    })),
  );
  const pooled = results.map((result) => ({
    name: resultName(result),
    uar: 100 * result.uar,
    low: 100 * result.interval.uar[0],
    high: 100 * result.interval.uar[1],
    chance: 100 / result.labels.length,
  }));
  return chart(results.map(describe).join("; "), {
    height: 76 * results.length + 60,
    marginLeft: 12,
    marginRight: 12,
    marginTop: 22,
    marginBottom: 38,
    x: { domain: [0, 100] },
    fy: { domain: names, padding: 0.32 },
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisX({ label: "UAR of a speaker, per cent", labelAnchor: "center", ticks: 5, tickSize: 0 }),
      axisFy({
        label: null,
        anchor: "left",
        frameAnchor: "top-left",
        textAnchor: "start",
        fontWeight: 600,
        dx: 10,
        dy: -16,
      }),
      barX(pooled, { fy: "name", x1: "low", x2: "high", fill: "var(--second)", fillOpacity: 0.18 }),
      ruleX(pooled, { fy: "name", x: "chance", stroke: "var(--quiet)", strokeDasharray: "3 3" }),
      dot(
        dots,
        dodgeY({
          fy: "name",
          x: "uar",
          r: 3.5,
          anchor: "middle",
          padding: 0.5,
          fill: "var(--accent)",
          fillOpacity: 0.55,
          title: ({ speaker, uar }: SpeakerDot) => `speaker ${speaker}: UAR ${uar.toFixed(1)} %`,
        }),
      ),
      tickX(pooled, { fy: "name", x: "uar", stroke: "var(--second)", strokeWidth: 2.5 }),
    ],
  });
}

function describe(result: ModelResult): string {
  const figures = result.speakers.map(({ uar }) => uar);
  return `${resultName(result)}: UAR of single speakers from ${percent(Math.min(...figures))} to ${percent(Math.max(...figures))} %, pooled ${percent(result.uar)} %`;
}
