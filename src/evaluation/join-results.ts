import type { EvaluationResult } from "./result.ts";

/** Evaluations of the same recordings with several feature sets as one: the first one's data, the models of all, each warning once. */
export function joinResults(results: readonly EvaluationResult[]): EvaluationResult {
  return {
    ...results[0]!,
    models: results.flatMap(({ models }) => models),
    warnings: [...new Set(results.flatMap(({ warnings }) => warnings))],
  };
}
