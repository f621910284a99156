import { planRuns, type PlannedFold, type Run } from "../evaluation/plan-runs.ts";
import { AffektError, assertArgument } from "../errors.ts";
import type { LabelledClips } from "../datasets/labelled-clips.ts";
import { presetModel } from "../models/presets.ts";
import type { Fold } from "../splits/folds.ts";
import { defaultProtocol, type Protocol } from "../splits/protocols.ts";
import { foldWithCopies, type SearchData, withCopies, NO_COPIES } from "./search-clips.ts";
import type { TrialFold } from "./trial-input.ts";

/** The division of clips by a search. */
export interface SplitSettings {
  /** Default: `emobox-6` on the whole of RAVDESS, `group-k` elsewhere. */
  readonly protocol?: Protocol | undefined;
  /** The number of folds of `group-k`. */
  readonly folds?: number | undefined;
  /** The number of inner folds of each outer fold; default 3. */
  readonly innerFolds?: number | undefined;
  /** Training speakers that are held out to stop early; default none. */
  readonly validationSpeakers?: number | undefined;
}

/** The number of inner folds where none is asked for. */
export const INNER_FOLDS = 3;

/**
 * The outer folds of a search and their inner ones, all of which have passed the leak guard.
 * @throws {AffektError} as `planRuns`; `mismatch` where the feature sets are not of the same clips.
 */
export function planSearch(
  data: SearchData,
  {
    protocol,
    folds,
    innerFolds = INNER_FOLDS,
    validationSpeakers,
    seed,
  }: SplitSettings & { readonly seed: number },
): Run {
  const [labelled, ...others] = data;
  assertArgument(labelled !== undefined, "search: needs at least one feature set");
  const hashes = labelled.clips.map(({ samplesHash }) => samplesHash).join();
  const other = others.find(
    ({ clips }) => clips.map(({ samplesHash }) => samplesHash).join() !== hashes,
  );
  if (other !== undefined) {
    throw new AffektError(
      "mismatch",
      `search: ${other.set.name} is of other clips than ${labelled.set.name}; take sets of the same recordings`,
    );
  }
  const candidate = { name: "search", model: presetModel("lda") };
  const plain = withCopies(labelled, NO_COPIES);
  const [run] = planRuns(plain, [candidate], [protocol ?? defaultProtocol(plain.clips)], {
    seed,
    seeds: 1,
    folds,
    validationSpeakers,
    innerFolds,
  });
  for (const { fold, inner } of run!.folds) {
    for (const { fold: own } of inner) assertWithin(own, fold);
  }
  return run!;
}

/** @throws {AffektError} `bad-data` where an inner fold has a clip that is not on the training side of its outer fold. */
function assertWithin({ name, train, validation = [], test }: Fold, outer: Fold): void {
  const known = new Set(outer.train);
  const stranger = [...train, ...validation, ...test].find((clip) => !known.has(clip));
  if (stranger === undefined) return;
  throw new AffektError(
    "bad-data",
    `fold ${name}: clip ${stranger} is not on the training side of fold ${outer.name}; its scores would be too good`,
  );
}

/** The inner folds of an outer one as trials get them, with the copies of `labelled`. @throws {AffektError} as `foldWithCopies`. */
export function innerFoldsOf(
  inner: readonly Pick<PlannedFold, "fold">[],
  labelled: LabelledClips,
): TrialFold[] {
  return inner.map(({ fold }) => {
    const { train, validation, test, augmented } = foldWithCopies(fold, labelled);
    return { train, test, ...(validation && { validation }), ...(augmented && { augmented }) };
  });
}
