import type { Fold } from "../splits/folds.ts";
import { assertNoLeak } from "../splits/folds.ts";
import { innerFolds } from "../splits/inner-folds.ts";
import type { Pool } from "../parallel/pool.ts";
import type { Trial } from "../tuning/trial.ts";
import { AffektError } from "../errors.ts";
import type { TrialModel } from "./model-space.ts";
import { innerSearch, type InnerSearchOptions } from "./inner-search.ts";
import { speakersOf } from "../evaluation/predicted-clip.ts";
import { INNER_FOLDS, innerFoldsOf } from "./plan-search.ts";
import { searchEnsemble } from "./search-ensemble.ts";
import { clipsOf, type SearchData } from "./search-clips.ts";
import { shareFeatures, trialRows } from "./shared-rows.ts";
import type { TrialJobs } from "./trial-job.ts";

/** The name of the search over the speakers of all folds. */
export const ALL_SPEAKERS = "all speakers";

/** Options of `finalSearch`. */
export interface FinalSearchOptions extends Omit<InnerSearchOptions, "name" | "inputOf"> {
  readonly innerFolds?: number | undefined;
  readonly pool: Pool<TrialJobs>;
}

/** The winner of the search over all speakers. */
export interface FinalWinner {
  readonly model: TrialModel;
  /** The best trial, or the members of an ensemble. */
  readonly trials: readonly Trial[];
  /** The UAR over the inner folds. */
  readonly inner: number;
}

/**
 * The search over all speakers, whose winner is to be trained on all of them. What it is worth is the outer score of the nested search.
 * @throws {AffektError} as `innerSearch` and `innerFolds`; `bad-data` where no trial is complete.
 */
export async function finalSearch(
  data: SearchData,
  { innerFolds: count = INNER_FOLDS, ...options }: FinalSearchOptions,
): Promise<FinalWinner> {
  const { clips } = data[0]!;
  const whole: Fold = {
    name: ALL_SPEAKERS,
    train: clips.map((_, i) => i),
    test: [],
    testSpeakers: [],
  };
  const inner = innerFolds(whole, clips, count, options.settings.seed).map((fold) => {
    assertNoLeak(fold, clips, false);
    return { fold };
  });
  const rowsOf = trialRows(data, shareFeatures(data), whole);
  const speakers = speakersOf(clips.map((clip) => ({ clip })));
  const study = await innerSearch({
    ...options,
    name: ALL_SPEAKERS,
    inputOf: (model) => ({
      ...rowsOf(model),
      folds: innerFoldsOf(inner, clipsOf(data, model)),
      speakers,
    }),
  });
  const { best } = study;
  if (best === undefined) {
    throw new AffektError("bad-data", "search: no trial over all speakers is complete");
  }
  const ensemble = searchEnsemble(study, {
    ...options,
    name: ALL_SPEAKERS,
    best,
    folds: inner.map(({ fold }) => fold),
    y: data[0]!.y,
  });
  return {
    model: ensemble?.model ?? options.space.modelOf(best.params),
    trials: ensemble?.trials ?? [best],
    inner: ensemble?.uar ?? best.values!["uar"]!,
  };
}
