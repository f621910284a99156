import { computed } from "@preact/signals";
import { segmentAt } from "../drawing/wave.ts";
import { position, seek } from "./player.ts";
import { selected } from "./recordings.ts";

/** The segment at the place of the player. */
export const currentSegment = computed(() => {
  const timeline = selected.value?.timeline;
  return timeline === undefined ? undefined : segmentAt(timeline, position.value);
});

/** Moves to the segment before or after. */
export function stepSegment(by: 1 | -1): void {
  const segments = selected.value?.timeline?.segments ?? [];
  const at = position.value;
  const next =
    by > 0
      ? segments.find(({ startSeconds }) => startSeconds > at + 0.05)
      : segments.findLast(({ startSeconds }) => startSeconds < at - 0.05);
  if (next !== undefined) seek(next.startSeconds + 0.001);
}

/** The part of a recording that fits into so many pixels: all of a short one, else what is around the player's place. */
export function visibleSpan(
  durationSeconds: number,
  width: number,
): { readonly from: number; readonly span: number } {
  const span = Math.min(durationSeconds, Math.max(8, width / 30));
  const from = Math.max(0, Math.min(durationSeconds - span, position.value - span * 0.3));
  return { from, span };
}
