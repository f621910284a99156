import { describe, expect, test } from "vitest";
import { erf, erfc } from "./erf.ts";
import golden from "./normal.golden.json" with { type: "json" };
import {
  inverseLogNormalCdf,
  logNormalCdf,
  logNormalMass,
  normalCdf,
  truncatedNormalQuantile,
} from "./normal.ts";

/** Within 1e-13 of each other, or of their size. */
function expectSame(found: number, wanted: number, tolerance = 1e-13): void {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance * Math.abs(wanted));
}

test("erf and erfc are Python's", () => {
  for (const [x, one, rest] of golden.erf) {
    expectSame(erf(x!), one!);
    expectSame(erfc(x!), rest!);
  }
  expect([erf(Infinity), erfc(-Infinity), erfc(40)]).toEqual([1, 2, 0]);
  expect(erf(Number.NaN)).toBeNaN();
});

test("the logarithm of the distribution is scipy's, far out, too, and its inverse leads back", () => {
  for (const [x, log] of golden.logCdf) {
    expectSame(logNormalCdf(x!), log!);
    if (x! < 8) expect(inverseLogNormalCdf(log!)).toBeCloseTo(x!, 8);
  }
  expect(inverseLogNormalCdf(-Infinity)).toBe(-Infinity);
});

test("quantiles of the distribution cut to a range are scipy's", () => {
  for (const [q, a, b, x] of golden.quantiles) {
    const width = Math.max(b! - a!, Math.abs(x!));
    expect(Math.abs(truncatedNormalQuantile(q!, a!, b!) - x!)).toBeLessThan(1e-8 * width);
  }
});

describe("the share of a range", () => {
  test.each([
    [-1, 2],
    [0.5, 0.7],
    [-3, -2.5],
    [-0.1, 0],
  ])("[%d, %d] is the difference of its ends", (a, b) => {
    expect(Math.exp(logNormalMass(a, b))).toBeCloseTo(normalCdf(b) - normalCdf(a), 14);
  });

  test("is symmetric, and exact where it is tiny", () => {
    expect(logNormalMass(30, 31)).toBe(logNormalMass(-31, -30));
    expect(logNormalMass(30, 31)).toBeCloseTo(-454.3212439563, 8);
  });
});
