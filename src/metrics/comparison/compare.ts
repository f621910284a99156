import { Random } from "../../math/statistics/random.ts";
import {
  bootstrapGroups,
  bootstrapValues,
  type Interval,
  percentileInterval,
} from "../bootstrap.ts";
import { mcnemarTest } from "./mcnemar-test.ts";
import { pairedPermutationTest } from "./permutation-test.ts";

/** The answers of two classifiers for the same clips, in the same order. */
export interface PairedPredictions {
  readonly trueIndices: ArrayLike<number>;
  readonly first: ArrayLike<number>;
  readonly second: ArrayLike<number>;
  readonly speakerIds: readonly string[];
  /** Tells which rows test the same clip, where clips are tested several times. Default: none do. */
  readonly clips?: readonly number[];
  readonly classes: number;
}

/** The comparison of two classifiers. */
export interface Comparison {
  /** The UAR of the first less that of the second. */
  readonly difference: number;
  /** 95 %, by bootstrap over speakers. */
  readonly interval: Interval;
  /** Of the paired permutation test over speakers: the answers of each speaker's clips are exchanged as one. */
  readonly p: number;
  readonly mcnemar: McNemar;
}

/** McNemar's test: clips that one classifier alone gets right, in most of its tests of the clip. */
export interface McNemar {
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly p: number;
}

/** Compares two classifiers on the same clips. Where there is one speaker, clips stand for speakers. */
export function comparePredictions(pair: PairedPredictions, seed: number): Comparison {
  const { trueIndices, first, second, speakerIds, classes } = pair;
  const { groups, count } = bootstrapGroups(speakerIds);
  // the number of clips of each class in each group, and how many more of them the first classifier gets right: [count, classes]
  const supports = new Float64Array(count * classes);
  const surplus = new Float64Array(count * classes);
  for (let i = 0; i < groups.length; i++) {
    const truth = trueIndices[i]!;
    const cell = groups[i]! * classes + truth;
    supports[cell]!++;
    surplus[cell]! += Number(first[i] === truth) - Number(second[i] === truth);
  }
  const all = new Int32Array(count).fill(1);
  const differenceOf = (drawn: Int32Array): number => {
    let [sum, occurring] = [0, 0];
    for (let c = 0; c < classes; c++) {
      let [more, clips] = [0, 0];
      for (let g = 0; g < count; g++) {
        more += drawn[g]! * surplus[g * classes + c]!;
        clips += drawn[g]! * supports[g * classes + c]!;
      }
      if (clips === 0) continue;
      sum += more / clips;
      occurring++;
    }
    return occurring === 0 ? 0 : sum / occurring;
  };
  const totals = Array.from({ length: classes }, (_, c) => {
    let sum = 0;
    for (let g = 0; g < count; g++) sum += supports[g * classes + c]!;
    return sum;
  });
  const occurring = totals.filter((total) => total > 0).length;
  // the UAR is a sum over groups, since the number of each class' clips stays as it is
  const parts = Array.from({ length: count }, (_, g) =>
    totals.reduce(
      (sum, total, c) => (total === 0 ? sum : sum + surplus[g * classes + c]! / total / occurring),
      0,
    ),
  );
  const [values = new Float64Array(1)] = bootstrapValues(
    count,
    (drawn) => [differenceOf(drawn)],
    new Random(seed),
  );
  return {
    difference: differenceOf(all),
    interval: percentileInterval(values),
    p: pairedPermutationTest(parts, Random.of(seed, "permutations", 0)),
    mcnemar: mcnemarOf(pair),
  };
}

function mcnemarOf({ trueIndices, first, second, clips }: PairedPredictions): McNemar {
  const surplus = new Map<number, [first: number, second: number]>();
  for (let i = 0; i < trueIndices.length; i++) {
    const clip = clips?.[i] ?? i;
    const own = surplus.get(clip) ?? [0, 0];
    own[0] += first[i] === trueIndices[i] ? 1 : -1;
    own[1] += second[i] === trueIndices[i] ? 1 : -1;
    surplus.set(clip, own);
  }
  let [onlyFirst, onlySecond] = [0, 0];
  for (const [a, b] of surplus.values()) {
    if (a > 0 && b <= 0) onlyFirst++;
    if (b > 0 && a <= 0) onlySecond++;
  }
  return { onlyFirst, onlySecond, p: mcnemarTest(onlyFirst, onlySecond) };
}
