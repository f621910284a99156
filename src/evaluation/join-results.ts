import { compareModels } from "./compare-models.ts";
import { bestModel } from "./explanation/confident-errors.ts";
import { NESTED_CHOICE, nestedChoices } from "./nested-choice.ts";
import type { EvaluationResult } from "./result.ts";

/**
 * Evaluations of the same recordings with several feature sets as one: the first one's data, the models of all, each warning once. Models
 * are compared across sets, a nested choice is one among all of them, and the map is that of the best model's features.
 */
export function joinResults(results: readonly EvaluationResult[]): EvaluationResult {
  const [first] = results as [EvaluationResult];
  if (results.length === 1) return first;
  const single = results.flatMap(({ models }) =>
    models.filter(({ model }) => model !== NESTED_CHOICE),
  );
  const models = [...single, ...nestedChoices(single, first.seed)];
  const best = bestModel(single);
  const map = results.find((result) => result.models.some((model) => model === best))?.map;
  return {
    ...first,
    models,
    comparisons: compareModels(models, first.seed),
    ...(map && { map }),
    warnings: [...new Set(results.flatMap(({ warnings }) => warnings))],
  };
}
