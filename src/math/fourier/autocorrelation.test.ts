import { expect, test } from "vitest";
import { eachAutocorrelation } from "./autocorrelation.ts";
import { Random } from "../statistics/random.ts";

const random = new Random(1);
const samples = Float32Array.from({ length: 3000 }, () => 2 * random.uniform() - 1);

function naive(frame: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = 0; i + lag < frame.length; i++) sum += frame[i]! * frame[i + lag]!;
  return sum;
}

test.each([
  [1, 1, 1],
  [2, 1, 2],
  [7, 3, 5],
  [64, 20, 64],
  [345, 1, 345],
  [1000, 33, 100],
])("frames of %i samples every %i, %i lags", (frameLength, hopLength, lags) => {
  const window = Float64Array.from({ length: frameLength }, (_, i) => 1 + i / frameLength);
  const count = 1 + Math.floor((samples.length - frameLength) / hopLength);
  const options = { frameLength, hopLength, count, lags };
  const frames: number[] = [];
  eachAutocorrelation(samples, { ...options, window }, (correlation, f) => {
    frames.push(f);
    if (f % 50 !== 0 && f !== count - 1) return;
    const frame = window.map((w, i) => w * samples[f * hopLength + i]!);
    const errors = correlation.map((value, lag) => Math.abs(value - naive(frame, lag)));
    expect(errors).toHaveLength(lags);
    expect(Math.max(...errors)).toBeLessThan(1e-12 * frameLength);
  });
  expect(frames).toEqual(Array.from({ length: count }, (_, f) => f));
});

test("without a window a frame is taken as it is", () => {
  const options = { frameLength: 3, hopLength: 1, count: 1, lags: 3 };
  eachAutocorrelation(Float32Array.of(1, 2, 3), options, (correlation) => {
    for (const [lag, value] of [14, 8, 3].entries())
      expect(correlation[lag]).toBeCloseTo(value, 12);
  });
  expect.assertions(3);
});
