import { serveJobs } from "../parallel/serve-jobs.ts";
import { testJobs } from "../parallel/test-jobs.fixture.ts";
import { type DedicatedWorkerScope, workerPort } from "./web-worker.ts";

// outside of a promise, so that it ends the worker
const die = (): void => {
  setTimeout(() => {
    throw new Error("the worker dies");
  });
};

serveJobs(testJobs(die), workerPort(globalThis as unknown as DedicatedWorkerScope));
