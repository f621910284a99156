import type { Random } from "../math/random.ts";
import { confusionCells, unflatten, type Confusion } from "./confusion.ts";

/** The true and the predicted classes of clips. */
export interface LabelledPredictions {
  /** The index of the true class of each clip. */
  readonly trueIndices: ArrayLike<number>;
  /** The index of the predicted class of each clip. */
  readonly predictedIndices: ArrayLike<number>;
  /** The speaker of each clip, as any text that tells speakers apart. */
  readonly speakerIds: readonly string[];
  readonly classes: number;
}

/** The lower and the upper end of an interval. */
export type Interval = readonly [low: number, high: number];

/**
 * The 95 % percentile interval of a score by the cluster bootstrap. Speakers are drawn with replacement, each with all their clips, as many
 * as there are. Clips of one speaker resemble each other, and the score is meant for a new speaker. With a single speaker, clips are drawn
 * instead. The interval covers the choice of test speakers, not that of training speakers or of the seed.
 *
 * `[0, 0]` without clips. Percentiles are interpolated as numpy's. Source: Davison & Hinkley, *Bootstrap Methods and their Application*
 * (1997), 3.8.
 */
export function bootstrapInterval(
  predictions: LabelledPredictions,
  metric: (confusion: Confusion) => number,
  random: Random,
  resamples = 2000,
): Interval {
  const { classes } = predictions;
  const clusters = cellsByCluster(predictions);
  if (clusters.length === 0) return [0, 0];
  const values = new Float64Array(resamples);
  const cells = new Float64Array(classes * classes);
  for (let r = 0; r < resamples; r++) {
    cells.fill(0);
    for (let draw = 0; draw < clusters.length; draw++) {
      const cluster = clusters[random.integer(clusters.length)]!;
      for (let i = 0; i < cluster.length; i++) cells[cluster[i]!]!++;
    }
    values[r] = metric(unflatten(cells, classes));
  }
  values.sort();
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

/** The cells of the confusion matrix that the clips of each speaker fall into. With one speaker, those of each clip. */
function cellsByCluster(predictions: LabelledPredictions): ArrayLike<number>[] {
  const { trueIndices, predictedIndices, speakerIds, classes } = predictions;
  const cells = confusionCells(trueIndices, predictedIndices, classes);
  const bySpeaker = new Map<string, number[]>();
  for (const [i, speakerId] of speakerIds.entries()) {
    const own = bySpeaker.get(speakerId);
    if (own) own.push(cells[i]!);
    else bySpeaker.set(speakerId, [cells[i]!]);
  }
  return bySpeaker.size > 1 ? [...bySpeaker.values()] : Array.from(cells, (cell) => [cell]);
}

/** A quantile of sorted values, by linear interpolation. */
function quantile(sorted: Float64Array, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}
