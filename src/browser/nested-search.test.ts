import { expect, test } from "vitest";
import { madeUp } from "../evaluation/made-up.fixture.ts";
import { nestedSearch } from "../model-selection/nested-search.ts";
import { createPool } from "./worker-pool.ts";

const startWorker = (): Worker =>
  new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

test("a nested search on web workers", async () => {
  await using pool = createPool({ jobs: 2, startWorker });
  const { trials, best, outer } = await nestedSearch([madeUp()], {
    models: [{ name: "ridge" }, { name: "lda" }],
    folds: 2,
    innerFolds: 2,
    trials: 3,
    pruner: { name: "wilcoxon" },
    ensemble: 2,
    pool,
  });
  expect(trials.map(({ id }) => id)).toEqual(["1/0", "1/1", "1/2", "2/0", "2/1", "2/2"]);
  expect(best.every(({ ensemble }) => ensemble!.trials.length === 2)).toBe(true);
  expect(outer.uar).toBeGreaterThan(0.6);
});
