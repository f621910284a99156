import { Random } from "../../math/statistics/random.ts";
import { bootstrapGroups, bootstrapValues, percentileInterval } from "../../metrics/bootstrap.ts";
import { type ClipGroups, clipGroups } from "./clip-groups.ts";
import type { GroupComparison } from "../result.ts";
import { type PredictedClip, speakersOf } from "../predicted-clip.ts";

/**
 * Scores of groups of clips, and the gap between the best and the worst. Intervals are over speakers; between speakers they are over
 * clips. Where groups have fewer than two emotions in common there is no comparison.
 */
export function compareGroups(
  predictions: readonly PredictedClip[],
  seed: number,
): GroupComparison[] {
  const clips = predictions.map(({ clip }) => clip);
  const speakers = speakersOf(predictions);
  return clipGroups(clips).flatMap((groups) => {
    const unit = groups.by === "speaker" ? speakers.map((_, i) => `${i}`) : speakers;
    return compare(predictions, groups, unit, seed) ?? [];
  });
}

function compare(
  predictions: readonly PredictedClip[],
  { by, values, groups }: ClipGroups,
  drawnAs: readonly string[],
  seed: number,
): GroupComparison | undefined {
  const emotions = commonEmotions(predictions, values.length, groups);
  if (emotions.length < 2) return undefined;
  const scoring = new GroupScoring(predictions, {
    emotions,
    groups,
    count: values.length,
    drawnAs,
  });
  const whole = scoring.scores(new Int32Array(scoring.units).fill(1));
  const uars = whole.subarray(0, values.length);
  const best = uars.indexOf(Math.max(...uars));
  const worst = uars.indexOf(Math.min(...uars));
  const drawn = bootstrapValues(
    scoring.units,
    (counts) => {
      const own = scoring.scores(counts);
      return [...own, own[best]! - own[worst]!];
    },
    new Random(seed),
    // draws without a clip of a group say nothing of it
  ).map((scores) => percentileInterval(scores.filter((score) => !Number.isNaN(score))));
  return {
    by,
    emotions,
    groups: values.map((value, g) => {
      const own = predictions.filter((_, i) => groups[i] === g);
      return {
        value,
        clips: new Set(own.map(({ clip }) => clip)).size,
        speakers: new Set(own.flatMap(({ clip }) => clip.speakerId ?? [])).size,
        uar: uars[g]!,
        accuracy: whole[values.length + g]!,
        interval: { uar: drawn[g]!, accuracy: drawn[values.length + g]! },
      };
    }),
    gap: {
      best: values[best]!,
      worst: values[worst]!,
      uar: uars[best]! - uars[worst]!,
      interval: drawn.at(-1)!,
    },
  };
}

/** The emotions that each group has clips of. */
function commonEmotions(
  predictions: readonly PredictedClip[],
  count: number,
  groups: Int32Array,
): string[] {
  const found = new Map<string, Set<number>>();
  for (const [i, { clip }] of predictions.entries()) {
    if (groups[i] === -1) continue;
    const own = found.get(clip.emotion) ?? new Set();
    found.set(clip.emotion, own.add(groups[i]!));
  }
  return [...found].filter(([, { size }]) => size === count).map(([emotion]) => emotion);
}

/** Hits and clips of each emotion in each group, by what a bootstrap draws. */
class GroupScoring {
  readonly units: number;
  readonly #count: number;
  readonly #emotions: number;
  /** For each unit, group and emotion with clips: the unit, the cell, the hits and the clips. */
  readonly #entries: Int32Array;
  readonly #hits: Int32Array;
  readonly #clips: Int32Array;

  constructor(
    predictions: readonly PredictedClip[],
    {
      emotions,
      groups,
      count,
      drawnAs,
    }: {
      readonly emotions: readonly string[];
      readonly groups: Int32Array;
      readonly count: number;
      readonly drawnAs: readonly string[];
    },
  ) {
    const { groups: units, count: unitCount } = bootstrapGroups(drawnAs);
    this.units = unitCount;
    this.#count = count;
    // the last place is for emotions that not all groups have, which count in the accuracy
    this.#emotions = emotions.length + 1;
    this.#hits = new Int32Array(count * this.#emotions);
    this.#clips = new Int32Array(count * this.#emotions);
    const entries = new Map<number, [unit: number, cell: number, hits: number, clips: number]>();
    for (const [i, { clip, predicted }] of predictions.entries()) {
      if (groups[i] === -1) continue;
      const emotion = emotions.indexOf(clip.emotion);
      const place = emotion === -1 ? emotions.length : emotion;
      const cell = groups[i]! * this.#emotions + place;
      const key = units[i]! * this.#hits.length + cell;
      const own = entries.get(key) ?? [units[i]!, cell, 0, 0];
      own[2] += Number(predicted === clip.emotion);
      own[3]++;
      entries.set(key, own);
    }
    this.#entries = Int32Array.from([...entries.values()].flat());
  }

  /** The UAR of each group, then the accuracy of each; NaN where a group has no clip. */
  scores(drawn: Int32Array): Float64Array {
    this.#hits.fill(0);
    this.#clips.fill(0);
    const entries = this.#entries;
    for (let e = 0; e < entries.length; e += 4) {
      const times = drawn[entries[e]!]!;
      const cell = entries[e + 1]!;
      this.#hits[cell]! += times * entries[e + 2]!;
      this.#clips[cell]! += times * entries[e + 3]!;
    }
    const found = new Float64Array(2 * this.#count);
    for (let g = 0; g < this.#count; g++) {
      let [recalls, occurring, hits, clips] = [0, 0, 0, 0];
      for (let e = 0; e < this.#emotions; e++) {
        const cell = g * this.#emotions + e;
        hits += this.#hits[cell]!;
        clips += this.#clips[cell]!;
        if (e === this.#emotions - 1 || this.#clips[cell] === 0) continue;
        recalls += this.#hits[cell]! / this.#clips[cell]!;
        occurring++;
      }
      found[g] = recalls / occurring;
      found[this.#count + g] = hits / clips;
    }
    return found;
  }
}
