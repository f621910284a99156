import { AffektError } from "../errors.ts";
import type { Random } from "../math/statistics/random.ts";
import { byName, type SplitClip } from "./folds.ts";

/** The speakers that a fold holds out, by `speakerId`. All others train. */
export interface SpeakerSides {
  readonly name: string;
  readonly test: ReadonlySet<string>;
  readonly validation: ReadonlySet<string>;
}

/** A fold for each speaker, tested alone; takes each speaker's name by id. */
export function leaveOneOutSides(names: ReadonlyMap<string, string>): SpeakerSides[] {
  return [...names]
    .sort(([, a], [, b]) => byName(a, b))
    .map(([id, name]) => ({ name, test: new Set([id]), validation: new Set() }));
}

/**
 * `k` folds of speakers, the largest speakers first, each into the fold with the fewest clips so far, as scikit-learn's `GroupKFold`;
 * ties fall by `random`. @throws {AffektError} `invalid-argument` for `k` under 2; `bad-data` for fewer than `k` speakers.
 */
export function groupSides(
  clips: readonly Pick<SplitClip, "speakerId">[],
  k: number,
  random: Random,
): SpeakerSides[] {
  if (!Number.isInteger(k) || k < 2) {
    throw new AffektError("invalid-argument", `group-k: folds must be an integer from 2, got ${k}`);
  }
  const counts = new Map<string, number>();
  for (const { speakerId } of clips) {
    if (speakerId !== undefined) counts.set(speakerId, (counts.get(speakerId) ?? 0) + 1);
  }
  if (counts.size < k) {
    throw new AffektError(
      "bad-data",
      `group-k: ${k} folds need at least ${k} speakers, found ${counts.size}; use --protocol loso, or --protocol random for scores that do not hold for new speakers`,
    );
  }
  const folds = Array.from({ length: k }, () => ({ ids: new Set<string>(), clips: 0 }));
  const largestFirst = random.shuffle([...counts]).sort(([, a], [, b]) => b - a);
  for (const [id, count] of largestFirst) {
    const lightest = folds.reduce((a, b) => (b.clips < a.clips ? b : a));
    lightest.ids.add(id);
    lightest.clips += count;
  }
  return folds.map(({ ids }, f) => ({ name: `${f + 1}`, test: ids, validation: new Set() }));
}
