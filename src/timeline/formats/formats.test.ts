import { csvParse } from "d3-dsv";
import { describe, expect, test } from "vitest";
import { parseSegments } from "../segments/read-segments.ts";
import { tiersOf, labelOf, type Timeline } from "../timeline.ts";
import { EMPTY, SIMPLE, SPOKEN } from "../timeline.fixture.ts";
import { formatTimeline } from "./formats.ts";
import { clockTime, cueTime } from "./times.ts";
import golden from "./timeline.golden.json" with { type: "json" };

const TIMELINES = { simple: SIMPLE, spoken: SPOKEN, empty: EMPTY };
const NAMES = ["simple", "spoken", "empty"] as const;

/** The segments of all speakers, as tiers have them. */
const segmentsOf = (timeline: Timeline): [start: number, end: number, label: string][] =>
  tiersOf(timeline).flatMap(({ segments }) =>
    segments.map((one): [number, number, string] => [
      one.startSeconds,
      one.endSeconds,
      labelOf(one),
    ]),
  );

describe.each(NAMES)("the timeline %s", (name) => {
  const timeline = TIMELINES[name];

  test("Praat reads our TextGrid", () => {
    expect(formatTimeline(timeline, "textgrid")).toBe(golden.files[`${name}.TextGrid`]);
    const emotions = golden.praat[name].filter((tier) => tier.name.startsWith("emotion"));
    const found = emotions.flatMap(({ intervals }) =>
      intervals.filter(([, , text]) => text !== ""),
    );
    expect(found).toEqual(segmentsOf(timeline));
  });

  test("pympi reads our EAF", () => {
    expect(formatTimeline(timeline, "eaf")).toBe(golden.files[`${name}.eaf`]);
    const { tiers } = golden.elan[name];
    const emotions = tiers.filter(({ type }) => type === "emotion");
    expect(emotions.flatMap(({ annotations }) => annotations)).toEqual(
      segmentsOf(timeline).map(([start, end, label]) => [1000 * start, 1000 * end, label]),
    );
    for (const { parent, type } of tiers) expect(parent === null).toBe(type === "emotion");
  });
});

test.each(["long", "short"] as const)("we read a TextGrid that Praat writes, %s", (kind) => {
  expect(parseSegments(golden.praatFiles[kind], { name: "x" })).toEqual([
    { startSeconds: 0.5, endSeconds: 1.25, speaker: "Ann", text: 'said "no"' },
    { startSeconds: 2, endSeconds: 4.5, speaker: "Bob", text: "yes" },
  ]);
});

test("WebVTT: voice and class spans, texts escaped", () => {
  const text = formatTimeline(SPOKEN, "vtt");
  expect(text).toMatch(/^WEBVTT\n\nSTYLE\n::cue\(.angry\) \{ color: #\w{6}; \}\n\n/);
  expect(text.slice(text.indexOf("\n1\n"))).toBe(`
1
00:00:00.000 --> 00:00:02.000
<v Ann "A" &lt;1&gt;><c.calm>calm 90 %</c>
she said "no" &amp; left --&gt; gone

2
00:00:01.000 --> 00:00:03.500
<v Bob><c.angry>angry 60 %</c>
yes indeed

3
00:00:03.000 --> 00:00:11.000
<v Bob><c.happy>happy 75 %</c>
`);
  expect(formatTimeline(SIMPLE, "vtt")).toContain("\n<c.not-sure>not sure</c>\n");
});

test("WebVTT metadata: a JSON object a cue, none of which holds an arrow", () => {
  const text = formatTimeline(SPOKEN, "vtt-metadata");
  const cues = text
    .split("\n\n")
    .slice(1)
    .map((cue) => cue.trim().split("\n"));
  expect(text.match(/-->/g)).toHaveLength(3);
  expect(cues.map(([, , json]) => JSON.parse(json!))).toMatchObject([
    { speaker: 'Ann "A" <1>', emotion: "calm", confidence: 0.9, probabilities: { happy: 0 } },
    { speaker: "Bob", text: "yes\nindeed" },
    { speaker: "Bob", isSure: true },
  ]);
});

test("SubRip", () => {
  expect(formatTimeline(SPOKEN, "srt")).toMatch(
    /^1\n00:00:00,000 --> 00:00:02,000\nAnn "A" <1> \[calm 90 %\]\nshe said "no" & left --> gone\n\n2\n/,
  );
  expect(formatTimeline(SIMPLE, "srt")).toContain("\n00:00:03,000 --> 00:00:04,125\n[not sure]\n");
});

test("Audacity's labels", () => {
  expect(formatTimeline(SIMPLE, "audacity")).toBe(
    "0.500000\t2.250000\tangry 87 %\n3.000000\t4.125000\tnot sure\n",
  );
});

test("a table for people", () => {
  expect(formatTimeline(SIMPLE, "table")).toBe(
    "0:00.5–0:02.3   angry      angry 87 %, happy 10 %, calm 3 %\n" +
      "0:03.0–0:04.1   not sure   angry 35 %, calm 33 %, happy 32 %\n",
  );
});

test("CSV keeps the emotion of what is not sure", () => {
  const rows = csvParse(formatTimeline(SPOKEN, "csv").trimEnd());
  expect(rows.columns.slice(0, 7)).toEqual([
    "start",
    "end",
    "speaker",
    "text",
    "emotion",
    "confidence",
    "sure",
  ]);
  expect(rows[1]).toMatchObject({
    start: "1",
    speaker: "Bob",
    text: "yes\nindeed",
    angry: "0.600000",
  });
  expect(csvParse(formatTimeline(SIMPLE, "csv"))[1]).toMatchObject({
    emotion: "angry",
    sure: "false",
  });
});

test("JSON can be read again as segments", () => {
  const text = formatTimeline(SPOKEN, "json");
  expect(JSON.parse(text)).toMatchObject({ recording: "two & more.mp3", kind: "segments" });
  expect(parseSegments(text, { name: "x" })).toMatchObject(
    SPOKEN.segments.map(({ startSeconds, endSeconds, speaker }) => ({
      startSeconds,
      endSeconds,
      speaker,
    })),
  );
});

test("HTML escapes what it shows, and its data cannot end its script", () => {
  const text = formatTimeline({ ...SPOKEN, recording: "</script><b>" }, "html", {
    audio: "a%20b.mp3",
  });
  expect(text).toContain("<h1>&#60;/script&#62;&#60;b&#62;</h1>");
  expect(text).toContain('src="a%20b.mp3"');
  expect(text).toContain("cut &#60;off&#62;");
  expect(text.match(/<\/script>/g)).toHaveLength(2);
  const data = /id="data">([^]*?)<\/script>/.exec(text)![1]!;
  expect(JSON.parse(data)).toMatchObject({
    duration: 10.25,
    segments: [{ p: [0.1, 0.9, 0] }, {}, {}],
  });
  expect(formatTimeline(EMPTY, "html")).toContain("Nobody speaks in this recording.");
});

test("times", () => {
  expect(cueTime(3_661.2345, ".")).toBe("01:01:01.235");
  expect(cueTime(59.9996, ",")).toBe("00:01:00,000");
  expect([59.96, 0, 3_661.25].map(clockTime)).toEqual(["1:00.0", "0:00.0", "1:01:01.3"]);
});
