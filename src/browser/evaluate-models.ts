import type { LabelledClips } from "../datasets/labelled-clips.ts";
import * as evaluation from "../evaluation/evaluate-models.ts";
import type { FoldJobs } from "../evaluation/fold-job.ts";
import type { EvaluationResult } from "../evaluation/result.ts";
import { inlinePool } from "../parallel/inline-pool.ts";
import type { Pool } from "../parallel/pool.ts";
import { JOBS } from "./jobs.ts";

/** Options of `evaluateModels`; folds run on the given pool, or on the page's or worker's own thread. */
export interface EvaluateModelsOptions extends Omit<evaluation.EvaluateModelsOptions, "pool"> {
  readonly pool?: Pool<FoldJobs>;
}

/** Cross-validates models by protocols. @throws as the evaluation's `evaluateModels`. */
export function evaluateModels(
  labelled: LabelledClips,
  options: EvaluateModelsOptions = {},
): Promise<EvaluationResult> {
  return evaluation.evaluateModels(labelled, { pool: inlinePool(JOBS), ...options });
}
