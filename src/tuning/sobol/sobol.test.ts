import { expect, test } from "vitest";
import { createStudy } from "../create-study.ts";
import golden from "./sobol.golden.json" with { type: "json" };
import { MOST_DIMENSIONS, sobolPoint } from "./sobol.ts";

test("the points are scipy's", () => {
  for (const [i, point] of golden.first.entries()) {
    expect(sobolPoint(i, new Uint32Array(5))).toEqual(point);
  }
  for (const [i, d, value] of golden.far) {
    expect(sobolPoint(i!, new Uint32Array(MOST_DIMENSIONS))[d!]).toBe(value);
  }
});

test("shifted points are as even: one in each of 16 parts", async () => {
  const space = {
    x: { type: "int", low: 0, high: 15 },
    y: { type: "int", low: 0, high: 15 },
  } as const;
  for (const seed of [1, 2]) {
    const study = await createStudy({ space, sampler: { name: "sobol" }, seed });
    await study.optimize(async () => 0, { trials: 16 });
    for (const name of ["x", "y"]) {
      const values = study.trials.map(({ params }) => params[name]);
      expect(new Set(values).size).toBe(16);
    }
  }
});

test("too many parameters are refused", async () => {
  const space = Object.fromEntries(
    Array.from({ length: 129 }, (_, i) => [`x${i}`, { type: "float", low: 0, high: 1 } as const]),
  );
  const study = await createStudy({ space, sampler: { name: "sobol" } });
  await expect(study.ask()).rejects.toThrow("sobol: takes at most 128 parameters, got 129");
});
