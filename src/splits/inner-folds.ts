import { AffektError } from "../errors.ts";
import { Random } from "../math/statistics/random.ts";
import { type Fold, type SplitClip, withoutSharedTakes } from "./folds.ts";
import { groupSides } from "./speaker-sides.ts";

/**
 * Folds of speakers within the training side of a fold, on which a choice is made that its test side must not see.
 * @throws {AffektError} `bad-data` where the training side has fewer known speakers than folds.
 */
export function innerFolds(
  { name, train }: Fold,
  clips: readonly SplitClip[],
  count: number,
  seed: number,
): Fold[] {
  const known = train.filter((i) => clips[i]!.speakerId !== undefined);
  const speakers = new Set(known.map((i) => clips[i]!.speakerId)).size;
  if (speakers < count) {
    throw new AffektError(
      "bad-data",
      `fold ${name}: a choice over ${count} inner folds needs at least ${count} training speakers, found ${speakers}; ask for fewer`,
    );
  }
  const sides = groupSides(
    known.map((i) => clips[i]!),
    count,
    Random.of(seed, `inner folds of ${name}`, 0),
  );
  return sides.map((side) => {
    const isTested = (i: number): boolean => side.test.has(clips[i]!.speakerId!);
    const test = known.filter(isTested);
    return {
      name: `${name}, inner ${side.name}`,
      train: withoutSharedTakes(
        known.filter((i) => !isTested(i)),
        test,
        clips,
      ),
      test,
      testSpeakers: [],
    };
  });
}
