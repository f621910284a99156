import { describe, expect, test } from "vitest";
import { createCutter, type Cut, type Segment, type Windowing } from "./cutter.ts";

const RATE = 10;

/** Start in seconds, first sample and count of each clip, as `0:0+20`, of a recording whose samples are their own numbers, given in blocks. */
function cut(seconds: number, windowing: Windowing, { block = 7, expected = 0 } = {}): string {
  const samples = Float32Array.from({ length: seconds * RATE }, (_, i) => i);
  const cutter = createCutter(RATE, windowing, { expectedSeconds: expected });
  const clips: string[] = [];
  const add = ({ startSeconds, samples: own }: Cut): void => {
    expect(own.every((sample, i) => sample === own[0]! + i)).toBe(true);
    clips.push(`${startSeconds}:${own[0] ?? ""}+${own.length}`);
  };
  for (let at = 0; at < samples.length; at += block) {
    for (const one of cutter.push(samples.slice(at, at + block))) add(one);
  }
  for (const one of cutter.end()) add(one);
  return clips.join(" ");
}

const windows = (windowSeconds: number, hopSeconds = windowSeconds) => ({
  windowSeconds,
  hopSeconds,
});

describe.each([1, 7, 1000])("blocks of %i samples", (block) => {
  test.each([
    ["side by side", 4, windows(2), "0:0+20 2:20+20"],
    ["with a shorter one at the end", 5, windows(2), "0:0+20 2:20+20 4:40+10"],
    ["a rest under 0.1 s left out", 4.05, windows(2), "0:0+20 2:20+20"],
    ["overlapping", 4, windows(2, 1), "0:0+20 1:10+20 2:20+20"],
    ["overlapping, one more for the rest", 4.5, windows(2, 1), "0:0+20 1:10+20 2:20+20 3:30+15"],
    ["with gaps", 7, windows(1, 3), "0:0+10 3:30+10 6:60+10"],
    ["with a gap at the end", 5, windows(1, 3), "0:0+10 3:30+10"],
    ["at fractions of a sample", 1, windows(0.33), "0:0+3 0.33:3+3 0.66:7+3"],
    ["longer than the recording", 1, windows(2), "0:0+10"],
    ["of nothing", 0, windows(2), "0:+0"],
    ["a whole", 700, "whole", "0:0+7000"],
    ["ten minutes", 600, "auto", "0:0+6000"],
    ["a whole of nothing", 0, "auto", "0:+0"],
  ] as const)("%s", (_, seconds, windowing, expected) => {
    expect(cut(seconds, windowing, { block })).toBe(expected);
  });

  test("more than ten minutes become minutes", () => {
    const minutes = Array.from({ length: 10 }, (_, i) => `${i * 60}:${i * 600}+600`).join(" ");
    expect(cut(600.1, "auto", { block })).toBe(`${minutes} 600:6000+1`);
    expect(cut(625, "auto", { block })).toBe(`${minutes} 600:6000+250`);
  });
});

test("what is long by its header is cut from the beginning on", () => {
  expect(cut(90, "auto", { expected: 601 })).toBe("0:0+600 60:600+300");
  expect(cut(90, "auto", { expected: 600 })).toBe("0:0+900");
});

test.each([
  windows(0),
  windows(-1),
  windows(1, 0),
  windows(NaN),
  windows(1, Infinity),
  windows(0.01),
  { windowSeconds: 1 } as Windowing & { readonly hopSeconds: number }, // as JavaScript may have it
])("windows that there cannot be are refused: %o", (windowing) => {
  expect(() => createCutter(RATE, windowing)).toThrowError(
    expect.objectContaining({
      code: "invalid-argument",
      message: expect.stringMatching(
        /^windows: (window|hop)Seconds must be a positive number of seconds, got /,
      ),
    }),
  );
});

describe.each([1, 7, 1000])("segments in blocks of %i samples", (block) => {
  function cutSegments(seconds: number, segments: readonly Segment[]): string[] {
    const samples = Float32Array.from({ length: seconds * RATE }, (_, i) => i);
    const cutter = createCutter(RATE, "auto", { segments });
    const clips: string[] = [];
    const add = ({ segment, startSeconds, samples: own }: Cut): void => {
      expect(own.every((sample, i) => sample === own[0]! + i)).toBe(true);
      clips.push(`${segment} ${startSeconds}:${own[0]}+${own.length}`);
    };
    for (let at = 0; at < samples.length; at += block) {
      for (const one of cutter.push(samples.slice(at, at + block))) add(one);
    }
    for (const one of cutter.end()) add(one);
    cutter.release();
    return clips;
  }
  const segment = (startSeconds: number, endSeconds: number): Segment => ({
    startSeconds,
    endSeconds,
  });

  test.each([
    ["in order", [segment(1, 2), segment(2, 4)], ["0 1:10+10", "1 2:20+20"]],
    ["out of order", [segment(3, 4), segment(0, 1)], ["1 0:0+10", "0 3:30+10"]],
    ["overlapping", [segment(0, 4), segment(1, 2)], ["1 1:10+10", "0 0:0+40"]],
    ["twice the same", [segment(1, 2), segment(1, 2)], ["0 1:10+10", "1 1:10+10"]],
    ["to the end", [segment(3, Infinity)], ["0 3:30+20"]],
    ["beyond the end", [segment(4, 9)], ["0 4:40+10"]],
    ["behind the end", [segment(1, 2), segment(6, 7)], ["0 1:10+10"]],
  ])("%s", (_, segments, expected) => {
    expect(cutSegments(5, segments)).toEqual(expected);
  });
});

test("a header that promises another length, and empty blocks", () => {
  const wanted = "0:0+600";
  for (const expected of [0, 1, 59, 60, 61, 500]) {
    expect(cut(60, "auto", { block: 7, expected })).toBe(wanted);
  }
  const cutter = createCutter(RATE, "auto", { expectedSeconds: 0 });
  for (const length of [0, 5, 0]) expect([...cutter.push(new Float32Array(length))]).toEqual([]);
  expect([...cutter.end()].map(({ samples }) => samples.length)).toEqual([5]);
});
