import { expect, test } from "vitest";
import { complete } from "../options/check.ts";
import { SEGMENTATION, SpeechSegmenter } from "./speech-segmenter.ts";

// frames of 0.1 s
const OPTIONS = { minSpeechSeconds: 0.3, minPauseSeconds: 0.5, paddingSeconds: 0.1 };

/** The utterances of frames: `#` is speech, `.` is none, `-` is between the thresholds. */
function utterances(frames: string, given = {}, chunk = 1000): string {
  const options = complete(SEGMENTATION, { ...OPTIONS, ...given }, "test");
  const segmenter = new SpeechSegmenter(options, 0.1);
  const probabilities = Array.from(frames, (c) => ({ "#": 0.9, "-": 0.4, ".": 0.1 })[c]!);
  const found: string[] = [];
  const add = (events: Iterable<{ type: string; start: number; end?: number }>): void => {
    for (const event of events) found.push(`${event.start}${event.end ? `-${event.end}` : ":"}`);
  };
  for (let at = 0; at < probabilities.length; at += chunk) {
    add(segmenter.push(probabilities.slice(at, at + chunk)));
  }
  add(segmenter.end());
  return found.join(" ");
}

test.each([
  ["....####........", "3: 3-9"],
  ["....##..........", ""], // too short
  ["....##..##......", "3: 3-11"], // a short pause is bridged
  ["....###.....###.....", "3: 3-8 11: 11-16"],
  ["####", "0: 0-4"], // up to the end
  [".---###---......", "3: 3-11"], // hysteresis: only within speech
  ["", ""],
])("%s", (frames, expected) => {
  for (const chunk of [1, 3, 1000]) expect(utterances(frames, {}, chunk)).toBe(expected);
});

test("long speech is parted where it is least sure, without gap or overlap", () => {
  const frames = `${"#".repeat(8)}.${"#".repeat(8)}......`;
  expect(utterances(frames, { maxUtteranceSeconds: 1 })).toBe("0: 0-8 8: 8-18");
});

test("an utterance to come needs samples from its padding on", () => {
  const segmenter = new SpeechSegmenter(complete(SEGMENTATION, OPTIONS, "test"), 0.1);
  expect([...segmenter.push([0, 0, 0, 0])]).toEqual([]);
  expect(segmenter.neededFrom).toBe(3);
  expect([...segmenter.push([1, 1])]).toEqual([]);
  expect(segmenter.neededFrom).toBe(3);
});
