import { expect, test } from "vitest";
import { kaiser, kaiserBeta, windowValues } from "./windows.ts";

// By scipy 1.17: get_window("hann", n), windows.kaiser(9, beta), kaiser_beta.
const HANN_8 = [
  0, 0.14644660940672627, 0.5, 0.8535533905932737, 1, 0.8535533905932737, 0.5, 0.14644660940672627,
];
const HANN_7 = [
  0, 0.18825509907063326, 0.6112604669781572, 0.9504844339512095, 0.9504844339512095,
  0.6112604669781572, 0.18825509907063326,
];

test.each([HANN_8, HANN_7])("the Hann window is periodic, as scipy's", (...expected) => {
  const values = windowValues("hann", expected.length);
  for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 14);
});

test("the window of ones", () => {
  expect([...windowValues("ones", 3)]).toEqual([1, 1, 1]);
});

test("an unknown window is refused", () => {
  expect(() => windowValues("hamming" as "hann", 8)).toThrowError(
    "window: expected hann or ones, got hamming",
  );
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
