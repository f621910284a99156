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
import { type EnsembleWinner, searchEnsemble } from "./search-ensemble.ts";
import { clipsOf, foldWithCopies, type SearchData } from "./search-clips.ts";
import { trialRows, type SharedFeatures } from "./shared-rows.ts";
import type { TrialFold } from "./trial-input.ts";
import type { TrialJobs } from "./trial-job.ts";

/** Options of `searchFold`. */
export interface SearchFoldOptions extends Omit<InnerSearchOptions, "name" | "inputOf"> {
  readonly data: SearchData;
  readonly features: readonly SharedFeatures[];
  readonly run: Run;
  readonly pool: Pool<FoldJobs & TrialJobs>;
}

/** An outer fold whose search has ended, with the outputs of its tests. */
export interface SearchedFold {
  readonly fold: Fold;
  readonly study: Study;
  /** The best trial. */
  readonly best: Trial;
  readonly tuned: TrialModel;
  readonly untuned: TrialModel;
  /** The trial of the untuned model, where the space has its settings. */
  readonly start: Trial | undefined;
  /** The winner, where ensembles are asked for. */
  readonly ensemble: EnsembleWinner | undefined;
  readonly outputs: {
    readonly winner: FoldOutput;
    /** Of the best trial alone. */
    readonly trial: FoldOutput;
    readonly untuned: FoldOutput;
  };
}

/** Searches on the inner folds of an outer fold, and tests on it the winner, the best trial and the model without a search. */
export async function searchFold(
  planned: PlannedFold,
  options: SearchFoldOptions,
): Promise<SearchedFold> {
  const { data, features, space } = options;
  const { fold } = planned;
  const rowsOf = trialRows(data, features, fold);
  const speakers = speakersOf(data[0]!.clips.map((clip) => ({ clip })));
  // the same lists for all trials with the same copies, which a queue sends once
  const inner = new Map<string, TrialFold[]>();
  const study = await innerSearch({
    ...options,
    name: fold.name,
    inputOf: (model) => {
      const key = JSON.stringify([model.set, model.augmentation]);
      const folds = inner.get(key) ?? innerFoldsOf(planned.inner, clipsOf(data, model));
      inner.set(key, folds);
      return { ...rowsOf(model), folds, speakers };
    },
  });
  const best = bestOf(study, fold.name);
  const tuned = space.modelOf(best.params);
  const { untuned, start } = untunedOf(study, space);
  const ensemble = searchEnsemble(study, {
    ...options,
    name: fold.name,
    best,
    folds: planned.inner.map((own) => own.fold),
    y: data[0]!.y,
  });
  // the last fold of a search has all workers to itself; a model that is asked for twice is trained once
  const tests = new Map<string, Promise<FoldOutput>>();
  const test = (model: TrialModel): Promise<FoldOutput> => {
    const name = outputName(model, fold);
    const running = tests.get(name) ?? testOnce(model, fold, options);
    tests.set(name, running);
    return running;
  };
  const [trial, winner, plain] = await Promise.all([
    test(tuned),
    test(ensemble?.model ?? tuned),
    test(untuned),
  ]);
  return {
    fold,
    study,
    best,
    tuned,
    untuned,
    start,
    ensemble,
    outputs: { winner, trial, untuned: plain },
  };
}

function bestOf({ best, trials }: Study, fold: string): Trial {
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
  model: TrialModel,
  fold: Fold,
  { data, run, store, pool, signal }: SearchFoldOptions,
): Promise<FoldOutput> {
  const name = outputName(model, fold);
  const known = store.output(name) as FoldOutput | undefined;
  if (known !== undefined) return known;
  const labelled = clipsOf(data, model);
  const planned: PlannedFold = { fold: foldWithCopies(fold, labelled), inner: [] };
  await runFolds(
    labelled,
    [{ ...run, candidate: { name: "winner", model: model.spec }, folds: [planned] }],
    {
      pool,
      signal,
    },
  );
  store.saveOutput(name, planned.output);
  return planned.output!;
}

function outputName({ spec, set, augmentation }: TrialModel, fold: Fold): string {
  return JSON.stringify([fold.name, set, augmentation, spec]);
}
