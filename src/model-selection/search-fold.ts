import type { FoldJobs, FoldOutput } from "../evaluation/fold-job.ts";
import type { PlannedFold, Run } from "../evaluation/plan-runs.ts";
import { runFolds } from "../evaluation/run-folds.ts";
import { speakersOf } from "../evaluation/predicted-clip.ts";
import { AffektError } from "../errors.ts";
import type { Pool } from "../parallel/pool.ts";
import type { Fold } from "../splits/folds.ts";
import { isSame } from "../tuning/space/space.ts";
import type { Study } from "../tuning/study.ts";
import type { Trial } from "../tuning/trial.ts";
import { innerSearch, type InnerSearchOptions } from "./inner-search.ts";
import type { ModelSpace, TrialModel } from "./model-space.ts";
import { innerFoldsOf } from "./plan-search.ts";
import type { SearchStore } from "./search-store.ts";
import { type SearchData, trialRows, type SharedFeatures } from "./shared-rows.ts";
import type { TrialJobs } from "./trial-job.ts";

/** Options of `searchFold`. */
export interface SearchFoldOptions extends Omit<InnerSearchOptions, "name" | "store" | "inputOf"> {
  readonly data: SearchData;
  readonly features: readonly SharedFeatures[];
  readonly run: Run;
  readonly store: SearchStore;
  readonly pool: Pool<FoldJobs & TrialJobs>;
}

/** An outer fold whose search has ended, with the outputs of its tests. */
export interface SearchedFold {
  readonly fold: Fold;
  readonly study: Study;
  readonly winner: Trial;
  readonly tuned: TrialModel;
  readonly untuned: TrialModel;
  /** The trial of the untuned model, where the space has its settings. */
  readonly start: Trial | undefined;
  readonly outputs: { readonly tuned: FoldOutput; readonly untuned: FoldOutput };
}

/** Searches on the inner folds of an outer fold, and tests the winner and the model without a search on it. */
export async function searchFold(
  planned: PlannedFold,
  options: SearchFoldOptions,
): Promise<SearchedFold> {
  const { data, features, space, store } = options;
  const { fold } = planned;
  const rows = trialRows(data, features, fold);
  const speakers = speakersOf(data[0]!.clips.map((clip) => ({ clip })));
  const study = await innerSearch({
    ...options,
    name: fold.name,
    store: store.search(fold.name),
    inputOf: ({ set, usesCopies }) => ({
      ...rows.get(set)!,
      folds: innerFoldsOf(planned, usesCopies),
      speakers,
    }),
  });
  const winner = winnerOf(study, fold.name);
  const tuned = space.modelOf(winner.params);
  const { untuned, start } = untunedOf(study, space);
  return {
    fold,
    study,
    winner,
    tuned,
    untuned,
    start,
    outputs: {
      tuned: await testOnce(tuned, fold, options),
      untuned: await testOnce(untuned, fold, options),
    },
  };
}

function winnerOf({ best, trials }: Study, fold: string): Trial {
  if (best !== undefined) return best;
  const reason = trials.find(({ error }) => error !== undefined)?.error?.message;
  throw new AffektError(
    "bad-data",
    `fold ${fold}: none of ${trials.length} trials is complete${reason === undefined ? ", or none keeps the constraints" : `, the first error: ${reason}`}`,
  );
}

/** The model without a search: of several the one that was best on the inner folds, or the first where that is not known. */
function untunedOf(
  { trials }: Study,
  space: ModelSpace,
): { readonly untuned: TrialModel; readonly start: Trial | undefined } {
  const starts = space.untuned.map(({ params }) =>
    trials.find(
      (trial) => trial.state === "complete" && params !== undefined && isSame(trial.params, params),
    ),
  );
  const scoreOf = (start: Trial | undefined): number => start?.values!["uar"] ?? -Infinity;
  const best = starts.reduce((a, start, i) => (scoreOf(start) > scoreOf(starts[a]) ? i : a), 0);
  return { untuned: space.untuned[best]!.chosen, start: starts[best] };
}

/** Trains a model on the training side of a fold and predicts its test side, unless the store has that already. */
async function testOnce(
  { spec, set, usesCopies }: TrialModel,
  fold: Fold,
  { data, run, store, pool, signal }: SearchFoldOptions,
): Promise<FoldOutput> {
  const name = JSON.stringify([fold.name, set, usesCopies, spec]);
  const known = store.output(name) as FoldOutput | undefined;
  if (known !== undefined) return known;
  const { augmented, ...clips } = data.find((own) => own.set.name === set)!;
  const planned: PlannedFold = { fold, inner: [] };
  const labelled = { ...clips, ...(usesCopies && augmented && { augmented }) };
  await runFolds(
    labelled,
    [{ ...run, candidate: { name: "winner", model: spec }, folds: [planned] }],
    {
      pool,
      signal,
    },
  );
  store.saveOutput(name, planned.output);
  return planned.output!;
}
