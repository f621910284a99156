import { emotionColour } from "../page/emotion-colours.ts";
import { labelOf, NOT_SURE, percentOf, type Timeline, type TimelineSegment } from "../timeline.ts";
import { cueTime } from "./times.ts";

/** A timeline as WebVTT subtitles: the speaker as a voice span, the emotion as a class span, with a colour for each emotion. */
export function formatVtt({ segments, labels }: Timeline): string {
  const styles = [...labels, NOT_SURE].map(
    (label) =>
      `STYLE\n::cue(.${classOf(label)}) { color: ${emotionColour(label, labels).dark}; }\n`,
  );
  return [
    "WEBVTT\n",
    ...styles,
    ...segments.map((segment, i) => cue(segment, i, spanOf(segment))),
  ].join("\n");
}

/** A timeline as a WebVTT track of kind `metadata`: each cue is a JSON object of its segment. */
export function formatVttMetadata({ segments }: Timeline): string {
  const cues = segments.map((segment, i) => {
    const { startSeconds: _start, endSeconds: _end, isSure, probabilities, ...rest } = segment;
    const shares = probabilities.map(({ emotion, probability }) => [
      emotion,
      Number(probability.toFixed(4)),
    ]);
    const confidence = Number(segment.confidence.toFixed(4));
    const payload = { ...rest, confidence, isSure, probabilities: Object.fromEntries(shares) };
    return cue(segment, i, JSON.stringify(payload).replaceAll("-->", "--\\u003e"));
  });
  return ["WEBVTT\n", ...cues].join("\n");
}

function cue({ startSeconds, endSeconds }: TimelineSegment, i: number, payload: string): string {
  return `${i + 1}\n${cueTime(startSeconds, ".")} --> ${cueTime(endSeconds, ".")}\n${payload}\n`;
}

function spanOf(segment: TimelineSegment): string {
  const { speaker, text, confidence, isSure } = segment;
  const label = labelOf(segment);
  const emotion = isSure ? `${label} ${percentOf(confidence)}` : label;
  const span = `<c.${classOf(label)}>${escaped(emotion)}</c>`;
  const said = text === undefined ? span : `${span}\n${escaped(text)}`;
  return speaker === undefined ? said : `<v ${escaped(speaker)}>${said}`;
}

function classOf(label: string): string {
  return label.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/** Text of a cue: one line, without what WebVTT would take for a tag. */
function escaped(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
