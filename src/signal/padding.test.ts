import { expect, test } from "vitest";
import { padInto, type PadMode } from "./padding.ts";

// By numpy 2.4: pad(samples, 5, mode).
test.each<[PadMode, number[], number[]]>([
  ["constant", [1, 2, 3], [0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0]],
  ["edge", [1, 2, 3], [1, 1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3]],
  ["reflect", [1, 2, 3], [2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2]],
  ["symmetric", [1, 2, 3], [2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1, 2]],
  ["wrap", [1, 2, 3], [2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2]],
  ["reflect", [7], Array(11).fill(7)],
  ["symmetric", [7], Array(11).fill(7)],
  ["wrap", [7], Array(11).fill(7)],
])("%s of %j", (mode, samples, expected) => {
  const padded = new Float32Array(samples.length + 10).fill(NaN);
  padInto(padded, Float32Array.from(samples), mode);
  expect([...padded]).toEqual(expected);
});
