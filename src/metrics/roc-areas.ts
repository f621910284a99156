import type { Predictions } from "./predictions.ts";

/** The group of each clip, from 0, and the number of groups. */
interface Grouping {
  readonly groups: ArrayLike<number>;
  readonly count: number;
}

/** The clips in the order of their scores for one class. */
interface Ranking {
  readonly clips: Uint32Array;
  readonly isPositive: Uint8Array;
  /** Whether the next clip has another score. */
  readonly endsTie: Uint8Array;
}

/** An area as a function of how often each group is drawn; `undefined` where no clip of the class is drawn, or no other one. */
type Area = (drawn: ArrayLike<number>) => number | undefined;

/**
 * The area under the ROC curve of each class against the others, as a function of how often each group of clips is drawn: the probability
 * that a clip of the class gets a higher score than one of another, ties counting half.
 */
export function rocAreas(
  predictions: Predictions,
  grouping: Grouping,
): (drawn: ArrayLike<number>) => readonly (number | undefined)[] {
  const { trueIndices, classes } = predictions;
  const way = grouping.count ** 2 <= PAIRS_PER_CLIP * trueIndices.length ? byPairs : byClips;
  const areas = Array.from({ length: classes }, (_, c) => way(rank(predictions, c), grouping));
  return (drawn) => areas.map((area) => area(drawn));
}

/** So many pairs of groups take the time of one clip. */
const PAIRS_PER_CLIP = 4;

function rank({ trueIndices, probabilities, classes }: Predictions, c: number): Ranking {
  const score = (clip: number): number => probabilities[clip * classes + c]!;
  const clips = Uint32Array.from(trueIndices, (_, i) => i).sort((a, b) => score(a) - score(b));
  return {
    clips,
    isPositive: Uint8Array.from(clips, (clip) => Number(trueIndices[clip] === c)),
    endsTie: Uint8Array.from(clips, (clip, i) =>
      Number(i + 1 === clips.length || score(clip) !== score(clips[i + 1]!)),
    ),
  };
}

/** The clips that one group's positive ones win against another's negative ones are counted once; each draw weights these sums. */
function byPairs({ clips, isPositive, endsTie }: Ranking, { groups, count }: Grouping): Area {
  const wins = new Float64Array(count * count);
  const positives = new Float64Array(count);
  const negatives = new Float64Array(count);
  for (let start = 0, end = 1; start < clips.length; start = end++) {
    while (endsTie[end - 1] === 0) end++;
    const addNegatives = (share: number): void => {
      for (let i = start; i < end; i++) {
        if (isPositive[i] === 0) negatives[groups[clips[i]!]!]! += share;
      }
    };
    addNegatives(0.5);
    for (let i = start; i < end; i++) {
      if (isPositive[i] === 0) continue;
      const group = groups[clips[i]!]!;
      positives[group]!++;
      for (let g = 0; g < count; g++) wins[group * count + g]! += negatives[g]!;
    }
    addNegatives(0.5);
  }
  return (drawn) => {
    let area = 0;
    let drawnPositives = 0;
    let drawnNegatives = 0;
    for (let group = 0; group < count; group++) {
      const times = drawn[group]!;
      if (times === 0) continue;
      let own = 0;
      for (let g = 0; g < count; g++) own += wins[group * count + g]! * drawn[g]!;
      area += times * own;
      drawnPositives += times * positives[group]!;
      drawnNegatives += times * negatives[group]!;
    }
    return areaOf(area, drawnPositives, drawnNegatives);
  };
}

/** One pass over the clips a draw, for groups that are too many to be paired. */
function byClips({ clips, isPositive, endsTie }: Ranking, { groups }: Grouping): Area {
  const ranked = Uint32Array.from(clips, (clip) => groups[clip]!);
  return (drawn) => {
    let area = 0;
    let positives = 0;
    let negatives = 0;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (let i = 0; i < ranked.length; i++) {
      const weight = drawn[ranked[i]!]!;
      // no branch: positive and negative clips come in no order that a processor could guess
      const positive = weight * isPositive[i]!;
      tiedPositives += positive;
      tiedNegatives += weight - positive;
      if (endsTie[i] === 0) continue;
      area += tiedPositives * (negatives + tiedNegatives / 2);
      positives += tiedPositives;
      negatives += tiedNegatives;
      tiedPositives = 0;
      tiedNegatives = 0;
    }
    return areaOf(area, positives, negatives);
  };
}

function areaOf(wins: number, positives: number, negatives: number): number | undefined {
  return positives === 0 || negatives === 0 ? undefined : wins / (positives * negatives);
}
