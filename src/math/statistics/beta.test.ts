import { expect, test } from "vitest";
import { betaCdf } from "./beta.ts";

// by scipy.stats.beta.cdf 1.17
test.each([
  [2, 18, [0.24529279492938452, 0.5797350211684026, 0.9895781529733731]],
  [0.5, 0.5, [0.14356629312870628, 0.20483276469913345, 0.36901011956554536]],
  [0.01, 5, [0.988957602012135, 0.9940726309296224, 0.9991442234826969]],
])("beta distribution of %d and %d at 0.05, 0.1, 0.3", (a, b, expected) => {
  for (const [i, x] of [0.05, 0.1, 0.3].entries()) {
    expect(betaCdf(x, a, b)).toBeCloseTo(expected[i]!, 13);
  }
});

test("large parameters, whose powers would underflow", () => {
  expect(betaCdf(0.4, 2000, 3000)).toBeCloseTo(0.5007677879455894, 12);
});

test.each([
  [2, 18],
  [0.5, 0.5],
  [1, 1],
])("from 0 to 1, and never down, of %d and %d", (a, b) => {
  const values = Array.from({ length: 101 }, (_, i) => betaCdf(i / 100, a, b));
  expect(values[0]).toBe(0);
  expect(values[100]).toBe(1);
  for (let i = 1; i <= 100; i++) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]! - 1e-15);
});
