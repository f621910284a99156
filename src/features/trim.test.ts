import { expect, test } from "vitest";
import { testParity } from "./parity.fixture.ts";
import splitGolden from "./split.golden.json" with { type: "json" };
import { type SilenceOptions, split, type SampleInterval } from "./split.ts";
import trimGolden from "./trim.golden.json" with { type: "json" };
import { trim } from "./trim.ts";

/** One frame a stretch: its start and its end. */
function inFrames(stretches: readonly SampleInterval[]) {
  const data = stretches.flatMap(({ start, end }) => [start, end]);
  return { data, count: stretches.length, width: 2 };
}

testParity(splitGolden, (samples, options: SilenceOptions) => inFrames(split(samples, options)));
testParity(trimGolden, (samples, options: SilenceOptions) => inFrames([trim(samples, options)]));

/** Full scale from `start` to before `end`, zeros elsewhere. */
function block(length: number, start: number, end: number): Float32Array {
  return new Float32Array(length).fill(1, start, end);
}

const SHORT = { frameLength: 100, hopLength: 50 };

test("what is trimmed is a view of the samples between its ends", () => {
  const signal = block(1000, 400, 600);
  const { samples, start, end } = trim(signal, SHORT);
  expect([start, end]).toEqual([400, 650]);
  expect(samples).toEqual(signal.subarray(start, end));
  expect(samples.buffer).toBe(signal.buffer);
});

test("digital silence is kept below its own level and dropped below a given one", () => {
  const silence = new Float32Array(1000);
  expect(split(silence, SHORT)).toEqual([{ start: 0, end: 1000 }]);
  expect(trim(silence, SHORT)).toEqual({ samples: silence, start: 0, end: 1000 });
  expect(split(silence, { ...SHORT, ref: 1 })).toEqual([]);
  expect(trim(silence, { ...SHORT, ref: 1 })).toEqual({
    samples: new Float32Array(0),
    start: 0,
    end: 0,
  });
});

test("there is no stretch without a sample", () => {
  expect(split(new Float32Array(0))).toEqual([]);
  expect(trim(new Float32Array(0))).toEqual({ samples: new Float32Array(0), start: 0, end: 0 });
  // only the last frame, which begins where the signal ends, is loud
  expect(split(block(1000, 999, 1000), { frameLength: 20, hopLength: 50 })).toEqual([]);
});
