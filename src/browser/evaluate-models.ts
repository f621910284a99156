import type { LabelledClips } from "../datasets/labelled-clips.ts";
import * as evaluation from "../evaluation/evaluate-models.ts";
import type { FoldJobs } from "../evaluation/fold-job.ts";
import type { EvaluationResult } from "../evaluation/result.ts";
import type { Pool } from "../parallel/pool.ts";
import { createPoolOrInline, type PoolOptions } from "./worker-pool.ts";

/** Options of `evaluateModels`; folds run on the given pool, or on one of `jobs` web workers. */
export interface EvaluateModelsOptions
  extends Omit<evaluation.EvaluateModelsOptions, "pool">, PoolOptions {
  readonly pool?: Pool<FoldJobs> | undefined;
}

/** Cross-validates models by protocols, folds in parallel. @throws as the evaluation's `evaluateModels`. */
export async function evaluateModels(
  labelled: LabelledClips,
  options: EvaluateModelsOptions = {},
): Promise<EvaluationResult> {
  const pool = options.pool ?? (await createPoolOrInline(options));
  try {
    return await evaluation.evaluateModels(labelled, { ...options, pool });
  } finally {
    if (pool !== options.pool) await pool.close();
  }
}
