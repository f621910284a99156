import { describe, expect, test } from "vitest";
import golden from "./windows.golden.json" with { type: "json" };
import { kaiser, kaiserBeta, type WindowSpec, windowValues } from "./windows.ts";

describe("windows are scipy's", () => {
  test.for(golden.cases)("$window, symmetric: $symmetric", ({ window, symmetric, values }) => {
    const ours = windowValues(window as WindowSpec, values.length, { symmetric });
    expect(ours).toHaveLength(values.length);
    for (const [i, value] of values.entries()) expect(ours[i]).toBeCloseTo(value, 8);
  });
});

test("values of one's own are taken as they are", () => {
  expect([...windowValues([1, 2, 0.5], 3)]).toEqual([1, 2, 0.5]);
});

test.each<[unknown, string]>([
  ["hanning", "expected one of boxcar, triang, bartlett, hann, hamming, "],
  ["toString", "expected one of boxcar, "],
  [["dpss", 2], "with a parameter expected one of kaiser, gaussian, tukey, got dpss"],
  [["kaiser", NaN], "kaiser takes a number in [0, 700], got NaN"],
  [["kaiser"], "kaiser takes a number in [0, 700], got undefined"],
  [["gaussian", 0], "gaussian takes a number in [0.01, 1000000], got 0"],
  [["tukey", 2], "tukey takes a number in [0, 1], got 2"],
  [[1, 2], "expected 4 values, got 2"],
  [[1, 2, NaN, 4], "expected finite values, got NaN"],
])("the window %j is refused", (window, message) => {
  expect(() => windowValues(window as WindowSpec, 4)).toThrowError(`window: ${message}`);
});

test.each([
  [14, [7.726866835270368e-6, 0.01080066848590914, 0.16493218754795197, 0.6517418592472894, 1]],
  [0.5, [0.9403061933191574, 0.9661939878957939, 0.9849022698838329, 0.9962146042710256, 1]],
])("the Kaiser window of beta %d is scipy's, and 0 outside", (beta, half) => {
  const expected = [...half, ...half.slice(0, 4).toReversed()];
  for (const [i, value] of expected.entries()) {
    expect(kaiser((i - 4) / 4, beta)).toBeCloseTo(value, 13);
  }
  expect(kaiser(1.001, beta)).toBe(0);
});

test("Kaiser's beta is scipy's", () => {
  expect(kaiserBeta(132)).toBeCloseTo(13.58766, 9);
  expect(kaiserBeta(60)).toBeCloseTo(5.65326, 9);
});
