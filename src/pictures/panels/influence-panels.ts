import { html, type Markup } from "../../markup/html.ts";
import type { AnalysedRecording } from "../analysed-recording.ts";
import { GREYS } from "../colour-map.ts";
import { linearTicks } from "../ticks.ts";
import { melHeight, melPanels } from "./mel-panel.ts";
import type { Panel, TimeScale } from "./panel.ts";

/** The influence of a stretch of time: above 0 for something, below 0 against it. */
export interface StretchInfluence {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly influence: number;
}

/** The influence of a frequency band in a stretch of time. */
export interface RegionInfluence extends StretchInfluence {
  readonly lowHz: number;
  readonly highHz: number;
}

const HEIGHT = 72;
/** The opacity of the region with the largest influence. */
const STRONGEST = 0.7;
/** Regions below this share of the largest influence are left out. */
const LEAST_SHARE = 0.04;

/** The mel spectrogram in grey with the influence of its regions in colour. */
export async function regionPanel(
  recording: AnalysedRecording,
  regions: readonly RegionInfluence[],
): Promise<Panel> {
  const [mel] = await melPanels([recording], GREYS);
  const { legend: _, draw, ...panel } = mel!;
  const largest = largestOf(regions);
  return {
    ...panel,
    title: "Influence on the mel spectrogram",
    draw: (time) =>
      html`<g class="greys">${draw(time)}</g> ${regions
          .filter(({ influence }) => Math.abs(influence) >= LEAST_SHARE * largest)
          .map((region) => tile(region, time, largest, panel.height))}`,
  };
}

function tile(
  { startSeconds, endSeconds, lowHz, highHz, influence }: RegionInfluence,
  time: TimeScale,
  largest: number,
  height: number,
): Markup {
  const [left, right] = [time(startSeconds), time(endSeconds)];
  const top = Math.max(0, melHeight(highHz));
  const bottom = Math.min(height, melHeight(lowHz));
  const share = Math.abs(influence) / largest;
  return html`<rect
    class="${influence > 0 ? "for" : "against"}"
    x="${round(left)}"
    y="${round(top)}"
    width="${round(right - left)}"
    height="${round(Math.max(0, bottom - top))}"
    fill-opacity="${round(STRONGEST * share)}"
  />`;
}

/** The influence of each stretch of time as a bar. */
export function stretchPanel(stretches: readonly StretchInfluence[]): Panel {
  const values = stretches.map(({ influence }) => influence);
  const high = Math.max(0, ...values);
  const low = Math.min(0, ...values);
  const span = Math.max(high - low, Number.MIN_VALUE);
  const y = (value: number): number => ((high - value) / span) * HEIGHT;
  return {
    title: "Influence over time",
    unit: "fall of the log odds",
    height: HEIGHT,
    ticks:
      high === low
        ? []
        : linearTicks(low, high, 5).map(({ value, text }) => ({ value: y(value), text })),
    draw: (time) =>
      html`${stretches.map(({ startSeconds, endSeconds, influence }) => {
          const [left, right] = [time(startSeconds), time(endSeconds)];
          return html`<rect
            class="${influence > 0 ? "for" : "against"}"
            x="${round(left + 1)}"
            y="${round(y(Math.max(0, influence)))}"
            width="${round(Math.max(0, right - left - 2))}"
            height="${round(Math.abs(y(influence) - y(0)))}"
          />`;
        })} <path class="zero" d="M${round(time(0))} ${round(y(0))}H10000" />`,
  };
}

function largestOf(regions: readonly StretchInfluence[]): number {
  return Math.max(...regions.map(({ influence }) => Math.abs(influence)), Number.MIN_VALUE);
}

function round(pixels: number): number {
  return Math.round(100 * pixels) / 100;
}
