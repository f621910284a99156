import type { Random } from "../math/statistics/random.ts";
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

/** The number of times that a bootstrap draws. */
export const RESAMPLES = 2000;

/**
 * The group of each clip that a bootstrap draws as one, from 0: its speaker, because clips of one speaker resemble each other and a new
 * speaker is what a score is about. With a single speaker each clip is a group.
 */
export function bootstrapGroups(speakerIds: readonly string[]): {
  readonly groups: Uint32Array;
  readonly count: number;
} {
  const numbers = new Map<string, number>();
  const groups = Uint32Array.from(speakerIds, (speaker) => {
    const known = numbers.get(speaker) ?? numbers.size;
    numbers.set(speaker, known);
    return known;
  });
  return numbers.size > 1
    ? { groups, count: numbers.size }
    : { groups: Uint32Array.from(speakerIds, (_, i) => i), count: speakerIds.length };
}

/**
 * The values of a statistic over bootstrap draws: `count` groups with replacement each time. The statistic gets the number of times that
 * each group was drawn and returns any number of values; so all that is compared shares its draws. Returns one array a value.
 */
export function bootstrapValues(
  count: number,
  statistic: (drawn: Int32Array) => ArrayLike<number>,
  random: Random,
  resamples = RESAMPLES,
): Float64Array[] {
  // whole numbers add up faster than floats
  const drawn = new Int32Array(count);
  const all: Float64Array[] = [];
  for (let r = 0; r < resamples; r++) {
    drawn.fill(0);
    for (let draw = 0; draw < count; draw++) drawn[random.integer(count)]!++;
    const values = statistic(drawn);
    for (let v = 0; v < values.length; v++) {
      (all[v] ??= new Float64Array(resamples))[r] = values[v]!;
    }
  }
  return all;
}

/** The 95 % percentile interval of values, which are put in order. Percentiles are interpolated as numpy's. */
export function percentileInterval(values: Float64Array): Interval {
  values.sort();
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

/**
 * The 95 % percentile interval of a score by the cluster bootstrap. Speakers are drawn with replacement, each with all their clips, as many
 * as there are. With a single speaker, clips are drawn instead. The interval covers the choice of test speakers, not that of training speakers
 * or of the seed.
 *
 * `[0, 0]` without clips. Source: Davison & Hinkley, *Bootstrap Methods and their Application* (1997), 3.8.
 */
export function bootstrapInterval(
  { trueIndices, predictedIndices, speakerIds, classes }: LabelledPredictions,
  metric: (confusion: Confusion) => number,
  random: Random,
  resamples = RESAMPLES,
): Interval {
  const { groups, count } = bootstrapGroups(speakerIds);
  if (count === 0) return [0, 0];
  const clipCells = confusionCells(trueIndices, predictedIndices, classes);
  const cells = new Float64Array(classes * classes);
  const statistic = (drawn: Int32Array): number[] => {
    cells.fill(0);
    for (let i = 0; i < groups.length; i++) cells[clipCells[i]!]! += drawn[groups[i]!]!;
    return [metric(unflatten(cells, classes))];
  };
  return percentileInterval(bootstrapValues(count, statistic, random, resamples)[0]!);
}

/** Linearly interpolated quantile of sorted values. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}
