import { expect, test } from "vitest";
import { assessClip, countClipped, peakLevel } from "./level.ts";

test("peak level in dB relative to full scale", () => {
  expect(peakLevel(Float32Array.of(0.1, -1, 0.5))).toBe(0);
  expect(peakLevel(Float32Array.of(0.1, -0.01))).toBeCloseTo(-20, 5);
  expect(peakLevel(new Float32Array(10))).toBe(-Infinity);
  expect(peakLevel(new Float32Array(0))).toBe(-Infinity);
});

test.each([
  [1600, 0.1, "ok"],
  [1599, 0.1, "too-short"],
  [0, 0, "too-short"],
  [1600, 0, "silent"],
  [1600, 10 ** (-70.1 / 20), "silent"],
  [1600, 10 ** (-69.9 / 20), "ok"],
] as const)("%i samples at 16 kHz with a peak of %d are %s", (length, peak, state) => {
  expect(assessClip(new Float32Array(length).fill(peak), { sampleRate: 16000 })).toBe(state);
});

test("clipped samples are counted in runs of three and more, of either sign", () => {
  const full = 32767 / 32768;
  expect(countClipped(Float32Array.of(1, 1, 0, full, -1, full, 1, 0, 1, 1, 1))).toBe(7);
  expect(countClipped(Float32Array.of(32766 / 32768, 0.9, 0.9, 0.9))).toBe(0);
});
