import { labelOf, type Tier, tiersOf, type Timeline, type TimelineSegment } from "../timeline.ts";

interface Interval {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A timeline as Praat's TextGrid: for each speaker a tier of emotions, one of confidences, and one of texts where there are any. Pauses
 * are intervals without a text.
 */
export function formatTextGrid(timeline: Timeline): string {
  const { durationSeconds, segments } = timeline;
  const hasTexts = segments.some(({ text }) => text !== undefined);
  const tiers = tiersOf(timeline).flatMap((tier) => [
    tierText(named("emotion", tier), intervalsOf(tier, durationSeconds, labelOf), durationSeconds),
    tierText(
      named("confidence", tier),
      intervalsOf(tier, durationSeconds, ({ confidence }) => confidence.toFixed(3)),
      durationSeconds,
    ),
    ...(hasTexts
      ? [
          tierText(
            named("text", tier),
            intervalsOf(tier, durationSeconds, ({ text = "" }) => text),
            durationSeconds,
          ),
        ]
      : []),
  ]);
  return [
    'File type = "ooTextFile"',
    'Object class = "TextGrid"',
    "",
    "xmin = 0",
    `xmax = ${durationSeconds}`,
    "tiers? <exists>",
    `size = ${tiers.length}`,
    "item []:",
    ...tiers.flatMap((lines, i) => [`    item [${i + 1}]:`, ...lines]),
    "",
  ].join("\n");
}

function named(kind: string, { speaker }: Tier): string {
  return speaker === undefined ? kind : `${kind} (${speaker})`;
}

/** Intervals without gaps, as Praat wants them. */
function intervalsOf(
  { segments }: Tier,
  durationSeconds: number,
  textOf: (segment: TimelineSegment) => string,
): Interval[] {
  const intervals: Interval[] = [];
  let at = 0;
  for (const segment of segments) {
    const { startSeconds: start, endSeconds: end } = segment;
    if (start > at) intervals.push({ start: at, end: start, text: "" });
    intervals.push({ start, end, text: textOf(segment) });
    at = end;
  }
  if (at < durationSeconds || intervals.length === 0) {
    intervals.push({ start: at, end: durationSeconds, text: "" });
  }
  return intervals;
}

function tierText(name: string, intervals: readonly Interval[], durationSeconds: number): string[] {
  return [
    '        class = "IntervalTier"',
    `        name = ${quoted(name)}`,
    "        xmin = 0",
    `        xmax = ${durationSeconds}`,
    `        intervals: size = ${intervals.length}`,
    ...intervals.flatMap(({ start, end, text }, i) => [
      `        intervals [${i + 1}]:`,
      `            xmin = ${start}`,
      `            xmax = ${end}`,
      `            text = ${quoted(text)}`,
    ]),
  ];
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
