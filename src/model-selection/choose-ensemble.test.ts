import { expect, test } from "vitest";
import { matrixFromRows } from "../math/linear-algebra/matrix.ts";
import type { Trial } from "../tuning/trial.ts";
import { chooseEnsemble, type EnsembleCandidate } from "./choose-ensemble.ts";

const TRUTH = [
  ["a", "b"],
  ["a", "b"],
];

/** A trial that gives each clip of two folds this probability of `a`. */
function candidate(number: number, ...probabilities: readonly number[]): EnsembleCandidate {
  const rows = probabilities.map((p) => [p, 1 - p]);
  const trial: Trial = {
    number,
    state: "complete",
    params: {},
    seed: 0,
    values: { uar: 0, bytes: 100 },
    reports: [],
    started: "",
    seconds: 1,
  };
  const predictions = [rows.slice(0, 2), rows.slice(2)].map((own) => ({
    labels: ["a", "b"],
    probabilities: matrixFromRows(own),
  }));
  return { trial, predictions };
}

const GOALS = { objectives: { uar: "maximize" }, constraints: {} } as const;
const numbers = (ensemble: ReturnType<typeof chooseEnsemble>): number[] | undefined =>
  ensemble?.trials.map(({ number }) => number);

// the first is wrong about the last clip, the third about the first, the second about two
const CANDIDATES = [
  candidate(0, 0.9, 0.1, 0.9, 0.55),
  candidate(1, 0.05, 0.95, 0.9, 0.1),
  candidate(2, 0.4, 0.1, 0.9, 0.2),
];

test("members that correct each other are chosen", () => {
  const pair = chooseEnsemble({ candidates: CANDIDATES, truth: TRUTH, size: 2, goals: GOALS });
  expect(numbers(pair)).toEqual([0, 2]);
  expect(pair!.uar).toBe(1);
});

test("a member may be chosen again, the first of equal ones", () => {
  const all = chooseEnsemble({ candidates: CANDIDATES, truth: TRUTH, size: 4, goals: GOALS });
  expect(numbers(all)).toEqual([0, 2, 0, 0]);
  expect(all!.uar).toBe(1);
});

test("what its members take adds up, and keeps the constraints", () => {
  const choose = (max: number) =>
    chooseEnsemble({
      candidates: CANDIDATES,
      truth: TRUTH,
      size: 5,
      goals: { ...GOALS, constraints: { bytes: { max } } },
    });
  expect(numbers(choose(300))).toEqual([0, 2, 0]);
  expect(choose(150)).toBeUndefined();
});

test("without a candidate there is no ensemble", () => {
  const none = chooseEnsemble({ candidates: [], truth: TRUTH, size: 5, goals: GOALS });
  expect(none).toBeUndefined();
});
