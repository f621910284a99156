import * as pure from "../evaluation/evaluate-models.ts";
import type { ModelResult } from "../evaluation/result.ts";
import { type PoolOptions, withPool } from "./workers/with-pool.ts";

/** What to evaluate, on what, how. */
export type EvaluateModelsOptions = Omit<pure.EvaluateModelsOptions, "pool"> & PoolOptions;

/** Cross-validates models by protocols, folds in parallel; results in the order of protocols, then models. Errors: as `crossValidate`. */
export function evaluateModels(options: EvaluateModelsOptions): Promise<ModelResult[]> {
  return withPool(options, (pool) => {
    if (pool !== options.pool) {
      options.signal?.addEventListener("abort", () => void pool.close(), { once: true });
    }
    return pure.evaluateModels({ ...options, pool });
  });
}
