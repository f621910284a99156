import { describe, expect, test } from "vitest";
import { createStudy } from "../create-study.ts";
import type { Study } from "../study.ts";
import golden from "./pruners.golden.json" with { type: "json" };
import { signedRankTest } from "./signed-rank.ts";
import ranks from "./signed-rank.golden.json" with { type: "json" };

const SPACE = { x: { type: "float", low: 0, high: 1 } } as const;

test("the signed-rank test is scipy's", () => {
  for (const [differences, p] of ranks as [number[], number][]) {
    const isExact =
      differences.length <= 13 || new Set(differences.map(Math.abs)).size === differences.length;
    expect(signedRankTest(differences)).toBeCloseTo(p, isExact ? 12 : 2);
  }
  const many = Array.from({ length: 150 }, (_, i) => ((i * 37) % 100) - 40);
  expect(signedRankTest(many)).toBeCloseTo(2.25e-4, 5);
  expect(signedRankTest([0, 0])).toBe(1);
});

describe.each(golden)("$pruner, $direction", ({ pruner, direction, curves, ended }) => {
  test("stops where Optuna's does", async () => {
    const study = await createStudy({
      space: SPACE,
      objectives: { value: direction as "minimize" | "maximize" },
      pruner: { name: pruner as "median" | "wilcoxon" },
    });
    const found: (number | null)[] = [];
    for (const curve of curves) {
      const { number } = (await study.ask())!;
      let stopped: number | null = null;
      for (const [step, value] of curve.entries()) {
        if ((await study.report(number, step, value)) === "continue") continue;
        stopped = step;
        break;
      }
      const mean = curve.reduce((a, b) => a + b) / curve.length;
      await study.tell(number, stopped === null ? { values: mean } : "stopped");
      found.push(stopped);
    }
    expect(found).toEqual(ended);
  });
});

describe("asha", () => {
  /** Works on one trial until it pauses, stops or has made 9 steps; its value is `quality` all the way. */
  async function work(study: Study, qualityOf: (number: number) => number): Promise<string> {
    const trial = (await study.ask({ most: 9 }))!;
    const { number, reports } = trial;
    for (let step = (reports.at(-1)?.step ?? 0) + 1; step <= 9; step++) {
      const decision = await study.report(number, step, qualityOf(number));
      if (decision !== "continue" && step < 9) {
        const { state } = await study.tell(number, "stopped");
        return `${number} ${state} at ${step}`;
      }
    }
    await study.tell(number, { values: qualityOf(number) });
    return `${number} complete`;
  }

  test("pauses at each rung, and the best third of a rung goes on from where it was", async () => {
    const study = await createStudy({ space: SPACE, pruner: { name: "asha" } });
    const log: string[] = [];
    // later trials are better
    const quality = (number: number): number => -number;
    for (let i = 0; i < 9; i++) log.push(await work(study, quality));
    expect(log).toEqual([
      "0 paused at 1",
      "1 paused at 1",
      "2 paused at 3",
      "3 paused at 3",
      // the best of the three that were at step 3
      "4 complete",
      "5 complete",
      "6 complete",
      "7 complete",
      "8 complete",
    ]);
    expect(await study.ask({ most: 9 })).toBeUndefined();
    await study.finish();
    expect(study.trials.map(({ state }) => state)).toEqual([
      ...Array<string>(4).fill("pruned"),
      ...Array<string>(5).fill("complete"),
    ]);
  });

  test("a paused trial is promoted when others turn out worse", async () => {
    const study = await createStudy({ space: SPACE, pruner: { name: "asha" } });
    const log: string[] = [];
    // earlier trials are better
    const quality = (number: number): number => number;
    for (let i = 0; i < 6; i++) log.push(await work(study, quality));
    expect(log).toEqual([
      "0 paused at 1",
      "1 paused at 1",
      "2 paused at 1",
      // the best of three continues before a new one begins
      "0 paused at 3",
      "3 paused at 1",
      "4 paused at 1",
    ]);
    expect(study.trials[0]!.reports.map(({ step }) => step)).toEqual([1, 2, 3]);
  });
});

test("a report that is not finite ends the trial", async () => {
  const study = await createStudy({ space: SPACE });
  const { number } = (await study.ask())!;
  expect(await study.report(number, 1, Number.NaN)).toBe("stop");
  expect(await study.tell(number, "stopped")).toMatchObject({ state: "pruned" });
});
