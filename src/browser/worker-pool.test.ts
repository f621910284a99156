import { expect, test } from "vitest";
import { testPoolContract } from "../parallel/pool.contract.fixture.ts";
import type { TestJobs } from "../parallel/test-jobs.fixture.ts";
import { workerPool } from "../parallel/worker-pool.ts";
import { poolWorker } from "./web-worker.ts";
import { createPool } from "./worker-pool.ts";

const startTestWorker = (): Worker =>
  new Worker(new URL("./test-worker.fixture.ts", import.meta.url), { type: "module" });

testPoolContract("web workers", (size, onWarning) =>
  workerPool<TestJobs>({ size, start: () => poolWorker(startTestWorker()), onWarning }),
);

test("a worker says when it is ready", async () => {
  const worker = poolWorker(startTestWorker());
  await expect(worker.ready).resolves.toBeUndefined();
  await worker.terminate();
});

test("a worker whose script does not load fails its job, and says so", async () => {
  const startWorker = (): Worker => new Worker("/no-such-worker.js", { type: "module" });
  await using pool = createPool({ jobs: 1, startWorker });
  const input = { source: new Uint8Array(9), name: "nothing", set: {} as never };
  await expect(pool.run("features", input)).rejects.toThrow("does not load");
});

test.each([0, 1.5, 1e6])("%d workers are refused", (jobs) => {
  expect(() => createPool({ jobs })).toThrow("jobs: must be an integer in [1, 1024]");
});
