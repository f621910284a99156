import type { Predictions } from "./predictions.ts";
import { ratio } from "./ratio.ts";

/** Probabilities below are taken for this one in the log loss: the spacing of float64 at 1, as scikit-learn's `log_loss`. */
const SMALLEST_PROBABILITY = Number.EPSILON;

/**
 * For each clip 1 where its true class is among the `k` most probable ones, else 0. Of equal probabilities the later class goes first, as
 * in scikit-learn's `top_k_accuracy_score`.
 */
export function topKHits(
  { trueIndices, probabilities, classes }: Predictions,
  k: number,
): Float64Array {
  return Float64Array.from(trueIndices, (truth, i) => {
    const own = probabilities[i * classes + truth]!;
    let ahead = 0;
    for (let c = 0; c < classes; c++) {
      const other = probabilities[i * classes + c]!;
      if (other > own || (other === own && c > truth)) ahead++;
    }
    return Number(ahead < k);
  });
}

/** The negative logarithm of each clip's probability of its true class; scikit-learn's `log_loss` is its mean. */
export function logLosses({ trueIndices, probabilities, classes }: Predictions): Float64Array {
  return Float64Array.from(trueIndices, (truth, i) => {
    const probability = probabilities[i * classes + truth]!;
    return -Math.log(Math.min(1, Math.max(SMALLEST_PROBABILITY, probability)));
  });
}

/**
 * The squared distance of each clip's probabilities from those of a perfect answer, 0…2; their mean is Brier's score of several classes
 * (Brier 1950), scikit-learn's `brier_score_loss`.
 */
export function brierLosses({ trueIndices, probabilities, classes }: Predictions): Float64Array {
  return Float64Array.from(trueIndices, (truth, i) => {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      sum += (probabilities[i * classes + c]! - Number(c === truth)) ** 2;
    }
    return sum;
  });
}

/** The mean of the areas of the classes that have one, scikit-learn's `roc_auc_score(multi_class="ovr")`; 0 where none has. */
export function meanArea(areas: readonly (number | undefined)[]): number {
  const known = areas.filter((area) => area !== undefined);
  return ratio(
    known.reduce((sum, area) => sum + area, 0),
    known.length,
  );
}
