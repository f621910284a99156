import { describe, expect, it } from "vitest";
import { Random } from "../../math/statistics/random.ts";
import { comparePredictions } from "./compare.ts";
import golden from "./comparison.golden.json" with { type: "json" };
import { holm } from "./holm.ts";
import { mcnemarTest } from "./mcnemar-test.ts";
import { pairedPermutationTest } from "./permutation-test.ts";

const pair = {
  trueIndices: golden.true,
  first: golden.first,
  second: golden.second,
  speakerIds: golden.speakers.map(String),
  classes: 3,
};

describe("comparePredictions", () => {
  it("gives scipy's exact permutation test of the difference of UARs over speakers", () => {
    const { difference, p } = comparePredictions(pair, 0);
    expect(difference).toBeCloseTo(golden.difference, 12);
    expect(p).toBeCloseTo(golden.permutation, 12);
  });

  it("has an interval of the difference that holds it and turns with the order", () => {
    const { difference, interval } = comparePredictions(pair, 0);
    const turned = comparePredictions({ ...pair, first: pair.second, second: pair.first }, 0);
    expect(interval[0]).toBeLessThan(difference);
    expect(interval[1]).toBeGreaterThan(difference);
    expect(turned.difference).toBeCloseTo(-difference, 12);
    expect(turned.interval[0]).toBeCloseTo(-interval[1], 12);
  });

  it("gives McNemar's test of statsmodels", () => {
    const { mcnemar } = comparePredictions(pair, 0);
    expect(mcnemar).toMatchObject({
      onlyFirst: golden.mcnemar.onlyFirst,
      onlySecond: golden.mcnemar.onlySecond,
    });
    expect(mcnemar.p).toBeCloseTo(golden.mcnemar.p, 12);
  });

  it("finds no difference between equal predictions", () => {
    expect(comparePredictions({ ...pair, second: pair.first }, 0)).toEqual({
      difference: 0,
      interval: [0, 0],
      p: 1,
      mcnemar: { onlyFirst: 0, onlySecond: 0, p: 1 },
    });
  });

  it("counts a clip that is tested several times as one in McNemar's test", () => {
    const clips = [0, 0, 0, 1, 1, 1];
    const several = {
      trueIndices: [0, 0, 0, 1, 1, 1],
      first: [0, 0, 1, 1, 1, 1],
      second: [1, 1, 1, 1, 1, 0],
      speakerIds: clips.map(String),
      clips,
      classes: 2,
    };
    // the first is right on both clips in most of the three tests, the second on the second clip alone
    expect(comparePredictions(several, 0).mcnemar).toEqual({ onlyFirst: 1, onlySecond: 0, p: 1 });
  });
});

describe("pairedPermutationTest", () => {
  it("draws exchanges where there are many pairs, near the exact value", () => {
    const random = new Random(3);
    const differences = Array.from({ length: 16 }, () => random.normal() + 0.4);
    const exact = pairedPermutationTest(differences, random);
    // pairs without a difference change nothing
    const drawn = pairedPermutationTest([...differences, 0, 0, 0], random);
    expect(Math.abs(drawn - exact)).toBeLessThan(0.02);
    expect(exact).toBeGreaterThan(0.001);
  });

  it("is uniform where there is no difference", () => {
    const random = new Random(5);
    const low = Array.from({ length: 400 }, () =>
      pairedPermutationTest(
        Array.from({ length: 10 }, () => random.normal()),
        random,
      ),
    ).filter((p) => p <= 0.1).length;
    expect(low).toBeGreaterThan(20);
    expect(low).toBeLessThan(62);
  });

  it("is 1 without pairs", () => {
    expect(pairedPermutationTest([], new Random(0))).toBe(1);
  });
});

it.each(golden.mcnemarCases)("McNemar's test of %i and %i clips is statsmodels'", (a, b, p) => {
  expect(mcnemarTest(a, b) / p).toBeCloseTo(1, 10);
});

it("Holm's correction is statsmodels'", () => {
  for (const [i, p] of holm(golden.holm.p).entries()) {
    expect(p).toBeCloseTo(golden.holm.corrected[i]!, 12);
  }
  expect(holm([])).toEqual([]);
});
