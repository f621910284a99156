import { axisX, axisY, rect } from "@observablehq/plot";
import type { Markup } from "../../markup/html.ts";
import type { TrialState } from "../../tuning/trial.ts";
import { chart, labelMargin } from "../charts/chart.ts";
import type { PageTrial } from "./study-data.ts";

const COLOURS: Readonly<Record<TrialState, string>> = {
  complete: "var(--accent)",
  pruned: "var(--quiet)",
  failed: "var(--second)",
  running: "var(--third)",
  paused: "var(--third)",
};

/** When trials were worked on, a row for those of a search that ran at the same time. */
export function timelineChart(trials: readonly PageTrial[]): Markup {
  const spans = trials.map(({ fold, trial }) => {
    const from = Date.parse(trial.started);
    return {
      fold,
      state: trial.state,
      number: trial.number,
      from,
      to: trial.ended === undefined ? from + 1000 * trial.seconds : Date.parse(trial.ended),
    };
  });
  const start = Math.min(...spans.map(({ from }) => from));
  const rows = [...new Set(trials.map(({ fold }) => fold))];
  const lanes = spans.map((span) => {
    const own = spans.filter(
      ({ fold, from, to, number }) =>
        fold === span.fold && number < span.number && from < span.to && to > span.from,
    );
    return { ...span, lane: Math.min(own.length, 3) };
  });
  const bars = lanes.map(({ fold, lane, from, to, state, number }) => ({
    x1: (from - start) / 1000,
    x2: (to - start) / 1000,
    y1: rows.indexOf(fold) + 0.1 + 0.2 * lane,
    y2: rows.indexOf(fold) + 0.28 + 0.2 * lane,
    state,
    title: `fold ${fold}, trial ${number}: ${state}, ${((to - from) / 1000).toFixed(1)} s`,
  }));
  return chart(`Times of ${trials.length} trials`, {
    width: 900,
    height: 34 * rows.length + 56,
    marginLeft: labelMargin(rows.map((row) => `fold ${row}`)),
    marginTop: 6,
    marginBottom: 38,
    color: { type: "identity" },
    y: { domain: [0, rows.length], reverse: true },
    marks: [
      axisX({ label: "seconds", labelAnchor: "center", tickSize: 0 }),
      axisY(
        rows.map((_, r) => r + 0.5),
        {
          label: null,
          tickSize: 0,
          tickFormat: (place: number) => `fold ${rows[Math.floor(place)] ?? ""}`,
        },
      ),
      rect(bars, {
        x1: "x1",
        x2: "x2",
        y1: "y1",
        y2: "y2",
        fill: ({ state }: (typeof bars)[number]) => COLOURS[state],
        title: "title",
      }),
    ],
  });
}
