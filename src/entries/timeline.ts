/**
 * The emotions of a recording over time, in every format that they are written in; where speech is.
 *
 * @module affekt/timeline
 */

import "#default-runtime";

export {
  formatTimeline,
  TIMELINE_FORMATS,
  type TimelineFormat,
} from "../timeline/formats/formats.ts";
export {
  makeTimeline,
  type MakeTimelineOptions,
  type TimelineModel,
} from "../timeline/make-timeline.ts";
export type { TimelinePageOptions } from "../timeline/page/timeline-page.ts";
export { parseSegments } from "../timeline/segments/read-segments.ts";
export type { SpeakerSegment } from "../timeline/segments/speaker-segment.ts";
export type { Timeline, TimelineKind, TimelineSegment } from "../timeline/timeline.ts";
export type { TimelineOptions } from "../timeline/timeline-options.ts";
export { type SpeechEvent, SpeechSegmenter } from "../voice-activity/speech-segmenter.ts";
export { VoiceActivity } from "../voice-activity/voice-activity.ts";
