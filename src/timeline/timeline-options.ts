import type * as v from "valibot";
import { channelChoice } from "../audio/mix.ts";
import { group, number, optional, withDefault } from "../options/schema.ts";
import { SEGMENTATION } from "../voice-activity/speech-segmenter.ts";

const { minPauseSeconds, maxUtteranceSeconds } = SEGMENTATION.entries;

/** Options of timelines. */
export const TIMELINE = group({
  channel: withDefault(channelChoice, "mix"),
  /** Windows of this length in place of pauses. */
  windowSeconds: optional(number({ min: 0.1, max: 600, text: "length of a window", unit: "s" })),
  hopSeconds: optional(
    number({
      min: 0.1,
      max: 600,
      text: "distance between two windows, by default their length",
      unit: "s",
    }),
  ),
  minPauseSeconds,
  maxUtteranceSeconds,
  smoothingSeconds: withDefault(
    number({
      min: 0,
      text: "smooth emotions over time: the weight of what was before falls to 1/e in this time",
      unit: "s",
    }),
    0,
  ),
  minConfidence: withDefault(
    number({ min: 0, max: 1, text: "least probability of an emotion that is sure" }),
    0.4,
  ),
});

/** Options of timelines. */
export type TimelineOptions = v.InferInput<typeof TIMELINE>;

/** Complete options of timelines. */
export type CompleteTimeline = v.InferOutput<typeof TIMELINE>;
