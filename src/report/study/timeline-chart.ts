import { axisX, axisY, gridX, rect } from "@observablehq/plot";
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
/** The row of trials whose worker is not known, such as those that have only just begun. */
const UNKNOWN = "not noted";

/** When trials were worked on, a row for those of a worker. */
export function timelineChart(trials: readonly PageTrial[]): Markup {
  const spans = trials.map(({ fold, trial }) => {
    const { started, ended, seconds, state, number, worker = UNKNOWN } = trial;
    const from = Date.parse(started);
    // the clock may have been set back meanwhile
    const to = ended === undefined ? from + 1000 * seconds : Math.max(from, Date.parse(ended));
    return { fold, state, number, worker, from, to };
  });
  const start = Math.min(...spans.map(({ from }) => from));
  const workers = [...new Set(spans.map(({ worker }) => worker))].sort();
  const bars = spans.map(({ fold, worker, from, to, state, number }) => ({
    x1: (from - start) / 1000,
    x2: (to - start) / 1000,
    y1: workers.indexOf(worker) + 0.15,
    y2: workers.indexOf(worker) + 0.85,
    state,
    title: `fold ${fold}, trial ${number}: ${state}, ${((to - from) / 1000).toFixed(1)} s`,
  }));
  return chart(`Times of ${trials.length} trials on ${workers.length} workers`, {
    width: 900,
    height: 28 * workers.length + 56,
    marginLeft: labelMargin(workers),
    marginTop: 6,
    marginBottom: 38,
    color: { type: "identity" },
    y: { domain: [0, workers.length], reverse: true },
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 8 }),
      axisX({ label: "seconds", labelAnchor: "center", tickSize: 0 }),
      axisY(
        workers.map((_, w) => w + 0.5),
        {
          label: null,
          tickSize: 0,
          tickFormat: (place: number) => workers[Math.floor(place)] ?? "",
        },
      ),
      rect(bars, {
        x1: "x1",
        x2: "x2",
        y1: "y1",
        y2: "y2",
        fill: ({ state }: (typeof bars)[number]) => COLOURS[state],
        stroke: "var(--page)",
        strokeWidth: 0.5,
        title: "title",
      }),
    ],
  });
}
