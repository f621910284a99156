import { Random } from "../../math/statistics/random.ts";
import { bootstrapGroups, bootstrapValues, percentileInterval } from "../../metrics/bootstrap.ts";
import type { FeatureGroup } from "./permuted-features.ts";
import type { FeatureImportance } from "../result.ts";
import { type PredictedClip, speakersOf } from "../predicted-clip.ts";

/** A tested clip with what was predicted under each permutation of each group of features. */
export interface PermutedClip extends PredictedClip {
  /** [groups][repeats] */
  readonly permuted: readonly (readonly string[])[];
}

/**
 * The importance of groups of features, largest first: the drop of the UAR where their values are exchanged between test clips (Breiman,
 * *Random Forests*, 2001), with 95 % intervals over speakers. What two groups both tell is found in neither.
 */
export function featureImportance(
  clips: readonly PermutedClip[],
  groups: readonly FeatureGroup[],
  seed: number,
): FeatureImportance[] {
  const { groups: units, count } = bootstrapGroups(speakersOf(clips));
  const emotions = [...new Set(clips.map(({ clip }) => clip.emotion))];
  const supports = new Float64Array(count * emotions.length);
  // how many clips fewer are right than without a permutation, as a mean over repeats: [groups][units * emotions]
  const losses = groups.map(() => new Float64Array(count * emotions.length));
  for (const [i, { clip, predicted, permuted }] of clips.entries()) {
    const cell = units[i]! * emotions.length + emotions.indexOf(clip.emotion);
    supports[cell]!++;
    const before = Number(predicted === clip.emotion);
    for (const [g, answers] of permuted.entries()) {
      const after = answers.filter((answer) => answer === clip.emotion).length / answers.length;
      losses[g]![cell]! += before - after;
    }
  }
  const dropsOf = (drawn: Int32Array): number[] =>
    losses.map((loss) => {
      let [sum, occurring] = [0, 0];
      for (let e = 0; e < emotions.length; e++) {
        let [lost, support] = [0, 0];
        for (let u = 0; u < count; u++) {
          lost += drawn[u]! * loss[u * emotions.length + e]!;
          support += drawn[u]! * supports[u * emotions.length + e]!;
        }
        if (support === 0) continue;
        sum += lost / support;
        occurring++;
      }
      return sum / occurring;
    });
  const drops = dropsOf(new Int32Array(count).fill(1));
  const intervals = bootstrapValues(count, dropsOf, new Random(seed)).map(percentileInterval);
  return groups
    .map(({ name, columns }, g) => ({
      features: name,
      columns: columns.length,
      drop: drops[g]!,
      interval: intervals[g]!,
    }))
    .sort((a, b) => b.drop - a.drop);
}
