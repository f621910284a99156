import * as evaluation from "../evaluation/evaluate-models.ts";
import type { EvaluationResult } from "../evaluation/result.ts";
import type { LabelledClips } from "../datasets/labelled-clips.ts";
import type { FoldJobs } from "../evaluation/fold-job.ts";
import type { Pool } from "../parallel/pool.ts";
import { createPool, type PoolOptions } from "./workers/thread-pool.ts";

/** Options of `evaluateModels`; folds run on the given pool, or on one of `jobs` threads. */
export interface EvaluateModelsOptions
  extends Omit<evaluation.EvaluateModelsOptions, "pool">, PoolOptions {
  readonly pool?: Pool<FoldJobs>;
}

/** Cross-validates models by protocols, folds in parallel. @throws as the evaluation's `evaluateModels`. */
export async function evaluateModels(
  labelled: LabelledClips,
  { jobs, pool, ...options }: EvaluateModelsOptions = {},
): Promise<EvaluationResult> {
  const own = pool ?? createPool({ jobs });
  try {
    return await evaluation.evaluateModels(labelled, { ...options, pool: own });
  } finally {
    if (own !== pool) await own.close();
  }
}
