import type { Fold } from "../splits/folds.ts";
import { assertNoLeak, withAugmented } from "../splits/folds.ts";
import { innerFolds } from "../splits/inner-folds.ts";
import type { Pool } from "../parallel/pool.ts";
import type { Study } from "../tuning/study.ts";
import { innerSearch, type InnerSearchOptions } from "./inner-search.ts";
import { speakersOf } from "../evaluation/predicted-clip.ts";
import { INNER_FOLDS, innerFoldsOf } from "./plan-search.ts";
import type { SearchStore } from "./search-store.ts";
import { type SearchData, shareFeatures, trialRows } from "./shared-rows.ts";
import type { TrialJobs } from "./trial-job.ts";

/** The name of the search over the speakers of all folds. */
export const ALL_SPEAKERS = "all speakers";

/** Options of `finalSearch`. */
export interface FinalSearchOptions extends Omit<InnerSearchOptions, "name" | "store" | "inputOf"> {
  readonly innerFolds?: number | undefined;
  readonly store: SearchStore;
  readonly pool: Pool<TrialJobs>;
}

/**
 * The search over all speakers, whose winner is to be trained on all of them. What it is worth is the outer score of the nested search.
 * @throws {AffektError} as `innerSearch` and `innerFolds`.
 */
export async function finalSearch(
  data: SearchData,
  { innerFolds: count = INNER_FOLDS, store, ...options }: FinalSearchOptions,
): Promise<Study> {
  const { clips, augmented } = data[0]!;
  const whole: Fold = {
    name: ALL_SPEAKERS,
    train: clips.map((_, i) => i),
    test: [],
    testSpeakers: [],
  };
  const sources = augmented?.sources ?? [];
  const inner = innerFolds(whole, clips, count, options.settings.seed).map((fold) => {
    const complete = withAugmented(fold, sources);
    assertNoLeak(complete, clips, false, sources);
    return { fold: complete, inner: [] };
  });
  const rows = trialRows(data, shareFeatures(data), whole);
  const speakers = speakersOf(clips.map((clip) => ({ clip })));
  return innerSearch({
    ...options,
    name: ALL_SPEAKERS,
    store: store.search(ALL_SPEAKERS),
    inputOf: ({ set, usesCopies }) => ({
      ...rows.get(set)!,
      folds: innerFoldsOf({ fold: whole, inner }, usesCopies),
      speakers,
    }),
  });
}
