import type { ClipPrediction, ModelResult } from "./result.ts";

/** The predictions that a result's scores are those of: of `cross-corpus` those of the folds that train on all other corpora. */
export function pooledPredictions({
  predictions,
  folds,
}: Pick<ModelResult, "predictions" | "folds">): readonly ClipPrediction[] {
  const others = new Set(
    folds.flatMap(({ name, corpora }) => (corpora?.isComplete === false ? name : [])),
  );
  return others.size === 0 ? predictions : predictions.filter(({ fold }) => !others.has(fold));
}
