import { confidences, hits, type Predictions } from "./predictions.ts";
import { ratio } from "./ratio.ts";

/** The shares of clips that a coverage curve answers. */
export const COVERAGES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/**
 * The accuracy of a classifier that answers only for the share `coverage` of the clips of which it is surest, at each of `COVERAGES`
 * (El-Yaniv and Wiener, *On the Foundations of Noise-free Selective Classification*, JMLR 2010). Clips that are as sure as the last one
 * that is answered count in part.
 */
export function coverageAccuracies(
  predictions: Predictions,
): (weights: ArrayLike<number>) => readonly number[] {
  const confidence = confidences(predictions);
  const right = hits(predictions);
  const order = Uint32Array.from(confidence, (_, i) => i).sort(
    (a, b) => confidence[b]! - confidence[a]!,
  );
  return (weights) => {
    let total = 0;
    for (let i = 0; i < order.length; i++) total += weights[i]!;
    const accuracies: number[] = [];
    let [clips, hit, start] = [0, 0, 0];
    for (const coverage of COVERAGES) {
      const wanted = coverage * total;
      for (;;) {
        let [tied, tiedHits, end] = [0, 0, start];
        for (; end < order.length && confidence[order[end]!] === confidence[order[start]!]; end++) {
          tied += weights[order[end]!]!;
          tiedHits += weights[order[end]!]! * right[order[end]!]!;
        }
        const isLast = end >= order.length || clips + tied >= wanted;
        if (isLast) {
          const part = tied === 0 ? 0 : Math.min(1, (wanted - clips) / tied);
          accuracies.push(ratio(hit + part * tiedHits, wanted));
          break;
        }
        clips += tied;
        hit += tiedHits;
        start = end;
      }
    }
    return accuracies;
  };
}
