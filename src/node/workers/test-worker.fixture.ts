import { parentPort } from "node:worker_threads";
import { serveJobs } from "../../parallel/serve-jobs.ts";
import { testJobs } from "../../parallel/test-jobs.fixture.ts";
import { portOf } from "./thread.ts";

serveJobs(
  testJobs(() => process.exit(3)),
  portOf(parentPort!),
);
