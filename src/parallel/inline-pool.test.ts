import { inlinePool } from "./inline-pool.ts";
import { testPoolContract } from "./pool.contract.fixture.ts";
import { type TestJobs, testJobs } from "./test-jobs.fixture.ts";

testPoolContract(
  "the calling thread",
  (_, onWarning) =>
    inlinePool<TestJobs>(
      testJobs(() => {}),
      onWarning,
    ),
  { hasWorkers: false },
);
