import { confidences, hits, type Predictions } from "./predictions.ts";
import { ratio } from "./ratio.ts";

/** The shares of clips that a coverage curve answers. */
export const COVERAGES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/**
 * The accuracy of a classifier that answers only for the share `coverage` of the clips of which it is surest, at each of `COVERAGES`
 * (El-Yaniv and Wiener, *On the Foundations of Noise-free Selective Classification*, JMLR 2010). Clips that are as sure as the last one
 * that is answered count in part. A function of how often each group of clips is drawn; `groups` holds the group of each clip, from 0.
 */
export function coverageAccuracies(
  predictions: Predictions,
  groups: ArrayLike<number>,
): (drawn: ArrayLike<number>) => readonly number[] {
  const confidence = confidences(predictions);
  const order = Uint32Array.from(confidence, (_, i) => i).sort(
    (a, b) => confidence[b]! - confidence[a]!,
  );
  const ranked = Uint32Array.from(order, (clip) => groups[clip]!);
  const right = hits(predictions);
  const isRight = Uint8Array.from(order, (clip) => right[clip]!);
  const endsTie = Uint8Array.from(order, (clip, i) =>
    Number(i + 1 === order.length || confidence[clip] !== confidence[order[i + 1]!]),
  );
  return (drawn) => {
    let total = 0;
    for (let i = 0; i < ranked.length; i++) total += drawn[ranked[i]!]!;
    const accuracies = COVERAGES.map(() => 0);
    let clips = 0;
    let hit = 0;
    let tied = 0;
    let tiedHits = 0;
    let next = 0;
    for (let i = 0; i < order.length; i++) {
      const weight = drawn[ranked[i]!]!;
      tied += weight;
      tiedHits += weight * isRight[i]!;
      if (endsTie[i] === 0) continue;
      for (; next < COVERAGES.length; next++) {
        const wanted = COVERAGES[next]! * total;
        if (clips + tied < wanted && i + 1 < order.length) break;
        const part = tied === 0 ? 0 : Math.min(1, (wanted - clips) / tied);
        accuracies[next] = ratio(hit + part * tiedHits, wanted);
      }
      clips += tied;
      hit += tiedHits;
      tied = 0;
      tiedHits = 0;
    }
    return accuracies;
  };
}
