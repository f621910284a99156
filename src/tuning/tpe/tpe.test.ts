import { describe, expect, test } from "vitest";
import { Random } from "../../math/statistics/random.ts";
import { createStudy } from "../create-study.ts";
import { numberOf } from "../space/scale.ts";
import type { Space } from "../space/space.ts";
import type { Trial } from "../trial.ts";
import { parsed, trialOf } from "../tuning.fixture.ts";
import { ParzenEstimator, weightsByAge } from "./parzen-estimator.ts";
import { splitTrials } from "./split-trials.ts";
import golden from "./tpe.golden.json" with { type: "json" };
import { tpeSampler } from "./tpe-sampler.ts";

describe.each(golden)("as Optuna 5: $name", (one) => {
  const { space, goals, trials } = parsed(one);
  const { below, above } = splitTrials(trials, goals, one.good);
  const isSingle = Object.keys(goals.objectives).length === 1;

  test("the good trials", () => {
    expect(below.map(({ number }) => number)).toEqual(one.below);
    expect(below.length + above.length).toBe(trials.length);
  });

  test("the densities of good and other trials", () => {
    const groups = isSingle ? [Object.keys(space)] : Object.keys(space).map((name) => [name]);
    for (const [g, names] of groups.entries()) {
      const { points, below: wantedBelow, above: wantedAbove } = one.densities[g]!;
      const numbers = (params: object): number[] =>
        names.map((name) => numberOf(space[name]!, (params as Trial["params"])[name]!));
      const estimate = (some: readonly Trial[], weights: number[]): ParzenEstimator =>
        new ParzenEstimator(
          names.map((name) => space[name]!),
          some.map(({ params }) => numbers(params)),
          weights,
        );
      const even = isSingle ? weightsByAge(below.length) : below.map(() => 1);
      const densities = [estimate(below, even), estimate(above, weightsByAge(above.length))];
      for (const [p, point] of points.entries()) {
        const found = densities.map((density) => density.logDensity(numbers(point)));
        expect(found[0]).toBeCloseTo(wantedBelow[p]!, 9);
        expect(found[1]).toBeCloseTo(wantedAbove[p]!, 9);
      }
    }
  });
});

test("samples follow the density", () => {
  const dimension = { type: "int", low: 0, high: 5, log: false, step: 1 } as const;
  const choice = { type: "categorical", choices: ["a", "b", "c"] } as const;
  const density = new ParzenEstimator(
    [dimension, choice],
    [
      [1, 2],
      [4, 0],
    ],
    [1, 3],
  );
  const random = new Random(1);
  const counts = new Map<string, number>();
  const draws = 40_000;
  for (let i = 0; i < draws; i++) {
    const key = density.sample(random).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let total = 0;
  for (let x = 0; x <= 5; x++) {
    for (let c = 0; c < 3; c++) {
      const share = Math.exp(density.logDensity([x, c]));
      total += share;
      expect((counts.get(`${x},${c}`) ?? 0) / draws).toBeCloseTo(share, 1.9);
    }
  }
  expect(total).toBeCloseTo(1, 12);
});

const SPACE: Space = {
  kind: { type: "categorical", choices: ["a", "b"] },
  x: { type: "float", low: 0, high: 1, when: { kind: ["a"] } },
  y: { type: "int", low: 1, high: 9, when: { kind: ["b"] } },
  fixed: { type: "float", low: 2, high: 2 },
};

test("start-up trials are counted when they begin, however many run at once", async () => {
  const study = await createStudy({
    space: { x: { type: "float", low: 0, high: 1 } },
    objectives: { value: "minimize" },
    sampler: { name: "tpe", startupTrials: 4 },
  });
  const asked = await Promise.all(Array.from({ length: 6 }, () => study.ask()));
  const random = await createStudy({
    space: { x: { type: "float", low: 0, high: 1 } },
    sampler: { name: "random" },
  });
  const drawn = await Promise.all(Array.from({ length: 6 }, () => random.ask()));
  const isRandom = asked.map((trial, i) => trial!.params["x"] === drawn[i]!.params["x"]);
  expect(isRandom).toEqual([true, true, true, true, false, false]);
});

test("conditions hold, and what has one value has it", async () => {
  const study = await createStudy({ space: SPACE, objectives: { value: "minimize" }, seed: 3 });
  for (let i = 0; i < 60; i++) {
    const { number, params } = (await study.ask())!;
    expect(Object.keys(params).sort()).toEqual(
      params["kind"] === "a" ? ["fixed", "kind", "x"] : ["fixed", "kind", "y"],
    );
    expect(params["fixed"]).toBe(2);
    const value = params["kind"] === "a" ? (params["x"] as number) : (params["y"] as number);
    await study.tell(number, { values: value });
  }
  const kinds = study.trials.slice(30).map(({ params }) => params["kind"]);
  expect(kinds.filter((kind) => kind === "a").length).toBeGreaterThan(15);
});

test("a suggestion depends on the history and the trial's number alone", () => {
  const { space, goals, trials } = parsed(golden[3]!);
  const sampler = tpeSampler({ startupTrials: 10, candidates: 24 });
  const suggest = () =>
    sampler.suggest({
      space,
      goals,
      trials,
      number: trials.length,
      random: Random.of(0, "sampler", trials.length),
    });
  expect(suggest()).toEqual(suggest());
});

test("failed trials are no trials", () => {
  const failed = trialOf(0, { state: "failed" });
  expect(splitTrials([failed], { objectives: { value: "minimize" }, constraints: {} }, 1)).toEqual({
    below: [],
    above: [],
  });
});
