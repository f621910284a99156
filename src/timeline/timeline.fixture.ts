import { predictionOf } from "../prediction/prediction.ts";
import type { Timeline, TimelineSegment } from "./timeline.ts";

const LABELS = ["angry", "calm", "happy"];

function segment(
  startSeconds: number,
  endSeconds: number,
  probabilities: readonly number[],
  said: Pick<TimelineSegment, "speaker" | "text"> = {},
): TimelineSegment {
  const prediction = predictionOf(LABELS, probabilities);
  const confidence = prediction.probabilities[0]!.probability;
  return {
    startSeconds,
    endSeconds,
    ...said,
    ...prediction,
    confidence,
    isSure: confidence >= 0.4,
  };
}

const SOUND = {
  durationSeconds: 10.25,
  labels: LABELS,
  minConfidence: 0.4,
  levels: Float32Array.of(0, 0.25, 1, 0.0625),
  warnings: [],
};

/** One speaker without a name. */
export const SIMPLE: Timeline = {
  ...SOUND,
  recording: "talk.wav",
  kind: "pauses",
  segments: [segment(0.5, 2.25, [0.87, 0.03, 0.1]), segment(3, 4.125, [0.35, 0.33, 0.32])],
};

/** Two speakers who talk at once, with texts that formats could take for their own marks. */
export const SPOKEN: Timeline = {
  ...SOUND,
  recording: "two & more.mp3",
  kind: "segments",
  warnings: ["cut <off>"],
  segments: [
    segment(0, 2, [0.1, 0.9, 0], { speaker: 'Ann "A" <1>', text: 'she said "no" & left --> gone' }),
    segment(1, 3.5, [0.6, 0.2, 0.2], { speaker: "Bob", text: "yes\nindeed" }),
    segment(3, 11, [0, 0.25, 0.75], { speaker: "Bob" }),
  ],
};

/** Nobody speaks. */
export const EMPTY: Timeline = { ...SOUND, recording: "noise.wav", kind: "windows", segments: [] };
