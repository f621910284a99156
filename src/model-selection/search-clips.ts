import { type Augmentation, EFFECT_NAMES } from "../augmentation/augmentation.ts";
import type { AugmentedClips, LabelledClips } from "../datasets/labelled-clips.ts";
import { assertNoLeak, type Fold, withAugmented } from "../splits/folds.ts";

/** Clips by one feature set, with the augmented copies between which trials choose. */
export interface SearchClips extends LabelledClips {
  /** Copies by other effects than those of `augmented`. */
  readonly otherCopies?: readonly AugmentedClips[];
}

/** The data of a search: the same clips by one feature set each. */
export type SearchData = readonly SearchClips[];

/** The choice of no copies. */
export const NO_COPIES = "none";

/** All copies of clips. */
export function copiesOf({ augmented, otherCopies = [] }: SearchClips): AugmentedClips[] {
  return [...(augmented === undefined ? [] : [augmented]), ...otherCopies];
}

/** The name of an augmentation in a search space: its effects, such as `speed+room`. */
export function augmentationName(augmentation: Augmentation): string {
  return EFFECT_NAMES.filter((name) => augmentation[name] !== undefined).join("+");
}

/** The clips by a model's feature set, with the copies of its augmentation. */
export function clipsOf(
  data: SearchData,
  { set, augmentation }: { readonly set: string; readonly augmentation: string },
): LabelledClips {
  return withCopies(
    data.find((own) => own.set.name === set)!,
    augmentation,
  );
}

/** Clips with the copies of the augmentation with this name alone. */
export function withCopies(clips: SearchClips, name: string): LabelledClips {
  const { augmented: _, otherCopies: __, ...plain } = clips;
  const augmented = copiesOf(clips).find(
    ({ augmentation }) => augmentationName(augmentation) === name,
  );
  return augmented === undefined ? plain : { ...plain, augmented };
}

/**
 * A fold with the copies of its training clips.
 * @throws {AffektError} `bad-data` where the leak guard finds a copy whose clip is on another side.
 */
export function foldWithCopies(fold: Fold, { clips, augmented }: LabelledClips): Fold {
  if (augmented === undefined) return fold;
  const whole = withAugmented(fold, augmented.sources);
  assertNoLeak(whole, clips, false, augmented.sources);
  return whole;
}
