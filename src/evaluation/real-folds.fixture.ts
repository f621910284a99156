import { nodeRuntime } from "../node/native-runtime.ts";
import { inlinePool } from "../parallel/inline-pool.ts";
import { type Pool, single } from "../parallel/pool.ts";
import { type FoldJobs, foldJob } from "./fold-job.ts";

/** A pool that trains for real, on the calling thread. */
export function trainingPool(): Pool<FoldJobs> {
  return inlinePool<FoldJobs>({
    fold: single(async (input, { signal }) =>
      foldJob(input, { runtime: await nodeRuntime(), signal }),
    ),
  });
}
