import { describe, expect, test } from "vitest";
import { bestTrial, paretoFront } from "../best-trial.ts";
import type { Goals } from "../goals.ts";
import { trialOf } from "../tuning.fixture.ts";
import { chooseByHypervolume } from "./choose-by-hypervolume.ts";
import { frontRanks } from "./front-ranks.ts";
import golden from "./hypervolume.golden.json" with { type: "json" };
import { hypervolume } from "./hypervolume.ts";

describe.each(golden)("points of $points.0.length objectives", ({ points, volume, chosen }) => {
  test("their hypervolume is Optuna's", () => {
    const reference = points[0]!.map(() => 1.1);
    expect(hypervolume(points, reference)).toBeCloseTo(volume, 12);
  });

  test("those that are chosen for it are Optuna's", () => {
    for (const wanted of chosen) {
      expect(chooseByHypervolume(points, wanted.length)).toEqual(wanted);
    }
  });
});

test("of equal points one counts, and the others come last", () => {
  const points = [
    [1, 1],
    [0, 2],
    [1, 1],
  ];
  expect(hypervolume(points, [3, 3])).toBe(5);
  expect(chooseByHypervolume(points, 3)).toEqual([1, 0, 2]);
});

test("fronts lie behind each other", () => {
  const points = [
    [1, 1],
    [2, 0],
    [2, 2],
    [3, 1],
    [1, 1],
    [3, 3],
  ];
  expect([...frontRanks(points)]).toEqual([0, 0, 1, 1, 0, 2]);
});

test("the best trial and the front keep the constraints", () => {
  const goals: Goals = {
    objectives: { uar: "maximize", seconds: "minimize" },
    constraints: { bytes: { max: 10 } },
  };
  const trials = [
    trialOf(0, { values: { uar: 0.9, seconds: 3, bytes: 11 } }),
    trialOf(1, { values: { uar: 0.6, seconds: 3, bytes: 10 } }),
    trialOf(2, { values: { uar: 0.7, seconds: 5, bytes: 1 } }),
    trialOf(3, { values: { uar: 0.5, seconds: 4, bytes: 1 } }),
    trialOf(4, { state: "pruned", values: { uar: 1, seconds: 1, bytes: 1 } }),
  ];
  expect(bestTrial(trials, goals)?.number).toBe(2);
  expect(paretoFront(trials, goals).map(({ number }) => number)).toEqual([1, 2]);
  expect(bestTrial([trials[0]!], goals)).toBeUndefined();
});
