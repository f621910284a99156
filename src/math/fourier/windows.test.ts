import { describe, expect, test } from "vitest";
import golden from "./windows.golden.json" with { type: "json" };
import { complete } from "../../options/check.ts";
import { group } from "../../options/schema.ts";
import {
  kaiser,
  kaiserBeta,
  NAMED_WINDOW,
  WINDOW,
  type WindowSpec,
  windowValues,
} from "./windows.ts";

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

test.each([
  "hanning",
  "toString",
  "constructor",
  ["dpss", 2],
  ["__proto__", 2],
  ["kaiser", NaN],
  ["kaiser"],
  ["kaiser", 1, 2],
  ["kaiser", "14"],
  ["gaussian", 0],
  ["tukey", 2],
  [1, 2, NaN, 4],
  null,
  7,
])("the window %j is refused with those there are", (window) => {
  const schema = group({ window: WINDOW });
  expect(() => complete(schema, { window }, "stft")).toThrowError(
    /^stft: window must be one of boxcar, triang, .*, tukey, \["kaiser", 0 to 700\], \["gaussian", 0.01 to 1000000\], \["tukey", 0 to 1\], or finite values, got /,
  );
});

test.each<[WindowSpec, boolean]>([
  ["hann", true],
  [["kaiser", 14], true],
  [[1, 2, 3], false],
  [Float64Array.of(1, 2), false],
])("the window %j is taken as it is, by its name: %s", (window, isNamed) => {
  expect(complete(WINDOW, window, "window")).toBe(window);
  const byName = (): unknown => complete(NAMED_WINDOW, window, "window");
  if (isNamed) expect(byName()).toBe(window);
  else expect(byName).toThrowError("window: must be one of boxcar, ");
});

test("values of another number are refused", () => {
  expect(() => windowValues([1, 2], 4)).toThrowError("window: expected 4 values, got 2");
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
