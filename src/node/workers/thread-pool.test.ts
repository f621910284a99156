import { expect, test } from "vitest";
import { testPoolContract } from "../../parallel/pool.contract.fixture.ts";
import type { TestJobs } from "../../parallel/test-jobs.fixture.ts";
import { workerPool } from "../../parallel/worker-pool.ts";
import { startThread } from "./thread.ts";
import { createPool } from "./thread-pool.ts";

testPoolContract("threads of Node", (size, onWarning) =>
  workerPool<TestJobs>({
    size,
    onWarning,
    start: () => startThread(new URL("test-worker.fixture.ts", import.meta.url)),
  }),
);

test("a closed pool takes no task, so that no new worker keeps the process from ending", async () => {
  const pool = createPool({ jobs: 1 });
  await pool.close();
  await expect(pool.run("inspect", { bytes: new Uint8Array(), name: "x" })).rejects.toThrow(
    "the work was interrupted",
  );
});

test.each([0, 1.5, 1e7, Number.NaN])("%d threads are refused", (jobs) => {
  expect(() => createPool({ jobs })).toThrow(`jobs: must be an integer in [1, 1024], got ${jobs}`);
});
