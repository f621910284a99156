import { describe, expect, test } from "vitest";
import { Random } from "../../math/statistics/random.ts";
import { createStudy } from "../create-study.ts";
import { CmaEs } from "./cma-es.ts";
import golden from "./cma-es.golden.json" with { type: "json" };

describe.each(golden)("$size dimensions", ({ size, population, generations }) => {
  test("the distribution after each generation is that of cmaes", () => {
    const search = new CmaEs(Array<number>(size).fill(0.5), 1 / 6);
    expect(search.populationSize).toBe(population);
    for (const { solutions, mean, sigma, covariance } of generations) {
      search.tell(solutions);
      const { state } = search;
      expect(state.sigma).toBeCloseTo(sigma, 10);
      for (const [i, value] of mean.entries()) expect(state.mean[i]).toBeCloseTo(value, 10);
      for (const [i, value] of covariance.entries()) {
        expect(state.covariance[i]).toBeCloseTo(value, 9);
      }
    }
  });
});

test("points follow the distribution, within the unit cube", () => {
  const search = new CmaEs([0.5, 0.5], 0.1);
  const random = new Random(0);
  const points = Array.from({ length: 4000 }, () => search.ask(random));
  for (const d of [0, 1]) {
    const values = points.map((point) => point[d]!);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(Math.sqrt(variance)).toBeCloseTo(0.1, 2);
  }
  const wide = new CmaEs([0.5], 50);
  for (let i = 0; i < 20; i++) {
    const [x] = wide.ask(random);
    expect(x! >= 0 && x! <= 1).toBe(true);
  }
});

test("it finds the minimum of a bent valley", async () => {
  const space = {
    x: { type: "float", low: -2, high: 2 },
    y: { type: "float", low: -1, high: 3 },
    n: { type: "int", low: 1, high: 100, log: true },
  } as const;
  const study = await createStudy({ space, sampler: { name: "cma-es" } });
  const valley = async ({ params }: { params: object }): Promise<number> => {
    const { x, y, n } = params as { x: number; y: number; n: number };
    return (1 - x) ** 2 + 20 * (y - x * x) ** 2 + Math.log10(n / 10) ** 2;
  };
  await study.optimize(valley, { trials: 400 });
  expect(study.best!.values!["value"]).toBeLessThan(0.01);
  const origins = study.trials.map(({ origin }) => origin);
  expect(origins.slice(0, 9)).toEqual([undefined, 0, 0, 0, 0, 0, 0, 0, 1]);
});

test.each([
  [{ x: { type: "categorical", choices: [1, 2] } }, { value: "minimize" }, "but x is not one"],
  [
    { x: { type: "int", low: 1, high: 2 } },
    { a: "minimize", b: "minimize" },
    "takes one objective",
  ],
] as const)("%j for %j is refused", async (space, objectives, message) => {
  const study = await createStudy({ space, objectives, sampler: { name: "cma-es" } });
  await expect(study.ask()).rejects.toThrow(message);
});
