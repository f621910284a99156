import { groupBy } from "../group-by.ts";
import type { EmotionProbability } from "../prediction/prediction.ts";

/** A stretch of a recording in which somebody speaks, with its emotion. */
export interface TimelineSegment {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** The speaker by given segments, or the channel. */
  readonly speaker?: string;
  /** The words by given segments. */
  readonly text?: string;
  /** The most probable emotion. */
  readonly emotion: string;
  /** Its probability, 0…1. */
  readonly confidence: number;
  /** Whether the confidence is large enough. */
  readonly isSure: boolean;
  /** The most probable emotion first. */
  readonly probabilities: readonly EmotionProbability[];
}

/** The division of a recording into segments: by pauses, by windows, or as given. */
export type TimelineKind = "pauses" | "windows" | "segments";

/** The emotions of a recording over time. */
export interface Timeline {
  /** The recording's name. */
  readonly recording: string;
  readonly durationSeconds: number;
  readonly kind: TimelineKind;
  /** The emotions that the model knows. */
  readonly labels: readonly string[];
  /** The least confidence of a segment that is sure. */
  readonly minConfidence: number;
  /** In the order of time. Pauses are between them. */
  readonly segments: readonly TimelineSegment[];
  /** The loudness over time, 0…1 of full scale: equal stretches from the beginning to the end. */
  readonly levels: Float32Array;
  readonly warnings: readonly string[];
}

/** The label in place of an uncertain emotion. */
export const NOT_SURE = "not sure";

/** A segment's emotion, or that it is not sure. */
export function labelOf({ emotion, isSure }: TimelineSegment): string {
  return isSure ? emotion : NOT_SURE;
}

/** A probability as whole percent: `87 %`. */
export function percentOf(probability: number): string {
  return `${Math.round(100 * probability)} %`;
}

/** The segments of one speaker. */
export interface Tier {
  readonly speaker: string | undefined;
  readonly segments: readonly TimelineSegment[];
}

/** The segments by speaker, in the order in which they first speak. In a tier no segment begins before the one before has ended. */
export function tiersOf({ segments, durationSeconds }: Timeline): Tier[] {
  const bySpeaker = groupBy(segments, ({ speaker }) => speaker);
  if (bySpeaker.size === 0) return [{ speaker: undefined, segments: [] }];
  return Array.from(bySpeaker, ([speaker, own]) => {
    const apart: TimelineSegment[] = [];
    let free = 0;
    for (const segment of own) {
      const startSeconds = Math.max(free, segment.startSeconds);
      const endSeconds = Math.min(durationSeconds, segment.endSeconds);
      if (endSeconds <= startSeconds) continue;
      apart.push({ ...segment, startSeconds, endSeconds });
      free = endSeconds;
    }
    return { speaker, segments: apart };
  });
}
