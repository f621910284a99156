// Runs a study together with the other processes that do so. Arguments: the file, the number of trials, how many workers there must be
// before it begins. Writes what it does: "writes", "joins", and at the end how many jobs its thread has done.
import { AffektError } from "../../../errors.ts";
import { limitOf } from "../../../parallel/limit.ts";
import type { TestJobs } from "../../../parallel/test-jobs.fixture.ts";
import { WorkerEndedError } from "../../../parallel/worker-ended.ts";
import { type PoolWorker, workerPool } from "../../../parallel/worker-pool.ts";
import { createStudy } from "../../../tuning/create-study.ts";
import { startThread } from "../../workers/thread.ts";
import { shareStudy } from "./share-study.ts";

const [file = "", trials = "0", workers = "1"] = process.argv.slice(2);

let done = 0;
function start(): PoolWorker {
  const thread = startThread(new URL("../../workers/test-worker.fixture.ts", import.meta.url));
  thread.onReply((reply) => {
    if ("output" in reply) done++;
  });
  return thread;
}

const pool = workerPool<TestJobs>({ size: 1, start, onWarning: () => {} });
try {
  await shareStudy(file, {
    pool,
    jobs: 1,
    start,
    signal: new AbortController().signal,
    isSame: (study) => study.fact("identity") !== undefined,
    identify: (study) => study.setFact("identity", "same"),
    onJoin: () => process.stdout.write("joins\n"),
    work: async (written) => {
      process.stdout.write("writes\n");
      while (pool.size < Number(workers)) await pool.resized();
      const study = await createStudy({
        space: { x: { type: "float", low: -1, high: 1 } },
        sampler: { name: "random" },
        store: written.search("1"),
      });
      await study.optimize(
        async ({ params }) => {
          for (;;) {
            try {
              return await pool.run("double", params["x"] as number);
            } catch (error) {
              if (!(error instanceof WorkerEndedError)) throw error;
            }
          }
        },
        { trials: Number(trials), concurrency: limitOf(pool, (size) => size) },
      );
    },
  });
  process.stdout.write(`${done} jobs\n`);
} catch (error) {
  if (!(error instanceof AffektError)) throw error;
  process.stdout.write(`${error.code}\n${error.message}\n`);
  process.exitCode = 3;
} finally {
  await pool.close();
}
