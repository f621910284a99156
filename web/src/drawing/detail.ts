import { clockTime } from "../../../src/timeline/formats/times.ts";
import { labelOf, type Timeline } from "../../../src/timeline/timeline.ts";
import type { CanvasColours } from "./palette.ts";
import { fillLabelled } from "./pattern.ts";
import { drawWave, segmentAt } from "./wave.ts";

/** What `drawDetail` draws: a part of a timeline, and the player's place in it. */
export interface DetailView {
  readonly from: number;
  readonly span: number;
  readonly at: number;
  readonly width: number;
  readonly height: number;
  readonly colours: CanvasColours;
  /** A label in the language of the page. */
  readonly nameOf: (label: string) => string;
}

const AXIS = 18;
const STRIP = 26;
/** The height of the probabilities. */
const SHARES = 56;
const TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60];

/** Draws time axis, waveform, emotions and their probabilities. */
export function drawDetail(
  context: CanvasRenderingContext2D,
  timeline: Timeline,
  view: DetailView,
): void {
  const { from, span, at, width, height, colours } = view;
  const waveHeight = height - AXIS - STRIP - SHARES - 4;
  const x = (seconds: number): number => ((seconds - from) / span) * width;
  drawAxis(context, view, x);
  const current = segmentAt(timeline, at);
  for (const segment of timeline.segments) {
    const left = Math.max(0, x(segment.startSeconds));
    const right = Math.min(width, x(segment.endSeconds));
    if (right <= left) continue;
    context.fillStyle = colours.of(labelOf(segment), timeline.labels);
    context.globalAlpha = segment === current ? 0.22 : 0.09;
    context.fillRect(left, AXIS, right - left, waveHeight);
    context.globalAlpha = 1;
    const top = AXIS + waveHeight;
    drawName(context, [left, top, right - left - 1], labelOf(segment), timeline, view);
    let y = top + STRIP + 4;
    for (const label of timeline.labels) {
      const own = segment.probabilities.find(({ emotion }) => emotion === label)!;
      const size = own.probability * SHARES;
      fillLabelled(context, [left, y, right - left - 1, size], {
        label,
        labels: timeline.labels,
        colours,
      });
      y += size;
    }
  }
  drawWave(context, timeline, {
    from,
    span,
    top: AXIS + 6,
    width,
    height: waveHeight - 12,
    bar: 2,
    colours,
  });
  drawCursor(context, x(at), height, colours);
}

/** Draws the player's place. */
export function drawCursor(
  context: CanvasRenderingContext2D,
  x: number,
  height: number,
  colours: CanvasColours,
): void {
  context.fillStyle = colours.page;
  context.fillRect(Math.round(x) - 2, 0, 4, height);
  context.fillStyle = colours.text;
  context.fillRect(Math.round(x) - 1, 0, 2, height);
}

function drawAxis(
  context: CanvasRenderingContext2D,
  { from, span, width, colours }: DetailView,
  x: (seconds: number) => number,
): void {
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "top";
  const step = TICKS.find((seconds) => (seconds / span) * width > 80) ?? 60;
  for (let tick = Math.ceil(from / step) * step; tick < from + span; tick += step) {
    context.fillStyle = colours.line;
    context.fillRect(x(tick), 0, 1, 6);
    context.fillStyle = colours.quiet;
    const text = clockTime(tick);
    if (x(tick) + context.measureText(text).width + 4 < width) {
      context.fillText(text, x(tick) + 4, 2);
    }
  }
}

/** A segment's emotion, with its name on a plain ground where there is room. */
function drawName(
  context: CanvasRenderingContext2D,
  [left, top, width]: readonly [number, number, number],
  label: string,
  { labels }: Timeline,
  { colours, nameOf }: DetailView,
): void {
  fillLabelled(context, [left, top, width, STRIP], { label, labels, colours });
  context.font = "600 12px system-ui, sans-serif";
  context.textBaseline = "middle";
  const name = nameOf(label);
  const size = context.measureText(name).width;
  if (size + 12 > width) return;
  context.fillStyle = colours.page;
  context.beginPath();
  context.roundRect(left + 3, top + 4, size + 8, STRIP - 8, 4);
  context.fill();
  context.fillStyle = colours.text;
  context.fillText(name, left + 7, top + STRIP / 2 + 1);
}
