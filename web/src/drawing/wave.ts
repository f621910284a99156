import { labelOf, type Timeline, type TimelineSegment } from "../../../src/timeline/timeline.ts";
import type { CanvasColours } from "./palette.ts";

/** The last of the segments that have begun and not ended at a time. */
export function segmentAt(
  { segments }: Pick<Timeline, "segments">,
  seconds: number,
): TimelineSegment | undefined {
  return segments.findLast(
    ({ startSeconds, endSeconds }) => startSeconds <= seconds && seconds < endSeconds,
  );
}

/** What `drawWave` draws, and where. */
export interface WaveView {
  readonly from: number;
  readonly span: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The width of a bar in pixels. */
  readonly bar: number;
  readonly colours: CanvasColours;
}

/** Draws the loudness over time as bars in the colours of the emotions. */
export function drawWave(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  timeline: Timeline,
  { from, span, top, width, height, bar, colours }: WaveView,
): void {
  const { levels, durationSeconds, labels } = timeline;
  const largest = levels.reduce((a, b) => Math.max(a, b), 1e-3);
  const step = bar + (bar > 1 ? 1 : 0);
  const segments = timeline.segments.filter(
    ({ startSeconds, endSeconds }) => endSeconds > from && startSeconds < from + span,
  );
  for (let x = 0; x < width; x += step) {
    const start = from + (span * x) / width;
    const end = from + (span * (x + step)) / width;
    const first = Math.max(0, Math.floor((start / durationSeconds) * levels.length));
    const last = Math.max(first + 1, Math.ceil((end / durationSeconds) * levels.length));
    let peak = 0;
    for (let i = first; i < last && i < levels.length; i++) peak = Math.max(peak, levels[i]!);
    const segment = segmentAt({ segments }, (start + end) / 2);
    context.fillStyle = segment === undefined ? colours.line : colours.of(labelOf(segment), labels);
    const size = Math.max(1.5, Math.sqrt(peak / largest) * height);
    context.fillRect(x, top + (height - size) / 2, bar, size);
  }
}
