import { html } from "../../markup/html.ts";
import type { AnalysedRecording } from "../analysed-recording.ts";
import { linearTicks } from "../ticks.ts";
import type { Panel } from "./panel.ts";
import { areaPath, linePath } from "./path.ts";

const HEIGHT = 60;
/** The lower end of the axis in dB relative to full scale. */
const BOTTOM = -80;

/** The level of each recording (RMS) in dB relative to full scale. */
export function energyPanels(recordings: readonly AnalysedRecording[]): Panel[] {
  const levels = recordings.map((recording) => recording.levels);
  const top = levels.flatMap((level) => [...level]).reduce((a, b) => Math.max(a, b), 0);
  const y = (level: number): number => ((top - Math.max(BOTTOM, level)) / (top - BOTTOM)) * HEIGHT;
  const ticks = linearTicks(BOTTOM, top, 4).map(({ value, text }) => ({ value: y(value), text }));
  return levels.map((level, i) => ({
    title: "Energy (RMS)",
    unit: "dB, 0 is full scale",
    height: HEIGHT,
    ticks,
    draw: (time) => {
      const points = Array.from(level, (db, c): [number, number] => [
        time(recordings[i]!.columnStart(c + 0.5)),
        y(db),
      ]);
      const [first, last] = [points[0]!, points.at(-1)!];
      const floor: [number, number][] = [
        [first[0], HEIGHT],
        [last[0], HEIGHT],
      ];
      return html`<path class="energy-area" d="${areaPath(points, floor)}" />
        <path class="energy" d="${linePath(points)}" />`;
    },
  }));
}
