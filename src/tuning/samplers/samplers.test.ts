import { describe, expect, test } from "vitest";
import { createStudy } from "../create-study.ts";
import type { Space } from "../space/space.ts";
import { PRUNER_NAMES, prunerOf } from "../pruners/pruners.ts";
import { SAMPLER_NAMES, samplerOf } from "./samplers.ts";

const SPACE: Space = {
  x: { type: "float", low: 0, high: 0.3, step: 0.1 },
  kind: { type: "categorical", choices: ["a", "b"] },
  n: { type: "int", low: 1, high: 3, when: { kind: ["b"] } },
};

describe("grid", () => {
  test("tries each combination once, and then no more", async () => {
    const study = await createStudy({ space: SPACE, sampler: { name: "grid" } });
    study.enqueue({ x: 0.2, kind: "a" });
    await study.optimize(async () => 0, {});
    expect(study.trials).toHaveLength(1 + 4 * (1 + 3));
    const tried = study.trials.slice(1).map(({ params }) => JSON.stringify(params));
    expect(new Set(tried).size).toBe(16);
    expect(tried).toContain('{"x":0.3,"kind":"b","n":3}');
  });

  test.each([
    [{ rate: { type: "float", low: 0, high: 1 } }, "grid: rate has endlessly many values"],
    [{ units: { type: "int", low: 1, high: 9, log: true } }, "grid: units has endlessly many"],
    [{ n: { type: "int", low: 1, high: 2e6 } }, "grid: has more than 1000000 points"],
  ] as const)("%j is refused", async (space, message) => {
    const study = await createStudy({ space, sampler: { name: "grid" } });
    await expect(study.optimize(async () => 0, {})).rejects.toThrow(message);
  });
});

test("random is even on each scale", async () => {
  const space: Space = {
    x: { type: "float", low: 1, high: 10_000, log: true },
    kind: { type: "categorical", choices: ["a", "b", "c", "d"] },
  };
  const study = await createStudy({ space, sampler: { name: "random" } });
  await study.optimize(async () => 0, { trials: 800 });
  const share = (test: (params: Readonly<Record<string, unknown>>) => boolean): number =>
    study.trials.filter(({ params }) => test(params)).length / 800;
  expect(share(({ x }) => (x as number) < 100)).toBeCloseTo(0.5, 1);
  expect(share(({ kind }) => kind === "c")).toBeCloseTo(0.25, 1);
});

test("every name is that of a sampler or pruner; unknown settings are refused", () => {
  for (const name of SAMPLER_NAMES) expect(samplerOf({ name }, 0)).toHaveProperty("suggest");
  for (const name of PRUNER_NAMES) expect(prunerOf({ name })).toHaveProperty("judge");
  expect(() => samplerOf({ name: "gp" } as never, 0)).toThrow(
    "sampler: name must be one of random",
  );
  expect(() => samplerOf({ name: "tpe", gamma: 3 } as never, 0)).toThrow("has no option gamma");
  expect(() => prunerOf({ name: "asha", reductionFactor: 1 })).toThrow(
    "pruner: reductionFactor must be an integer from 2, got 1",
  );
});
