import type { FoldJobs } from "../evaluation/fold-job.ts";
import { rowShape } from "../math/linear-algebra/matrix.ts";
import { checkFits } from "../models/build-network.ts";
import { atMost } from "../parallel/at-most.ts";
import { limitOf } from "../parallel/limit.ts";
import type { Pool } from "../parallel/pool.ts";
import { isFinished, type Trial } from "../tuning/trial.ts";
import { type ModelSpace, modelSpace, type SearchedModel, specWith } from "./model-space.ts";
import { planSearch, type SplitSettings } from "./plan-search.ts";
import { checkEnsemble } from "./search-ensemble.ts";
import { searchFold } from "./search-fold.ts";
import { searchResult, type SearchResult } from "./search-result.ts";
import { DEFAULT_SEARCH, type SearchSettings } from "./search-settings.ts";
import { memorySearchStore, type SearchStore } from "./search-store.ts";
import { augmentationName, copiesOf, type SearchData } from "./search-clips.ts";
import { shareFeatures } from "./shared-rows.ts";
import type { TrialJobs } from "./trial-job.ts";

/** The progress of a search after each trial. */
export interface SearchProgress {
  readonly fold: string;
  readonly trial: Trial;
  /** The trials that have ended in all folds. */
  readonly finished: number;
  /** The trials that there will be. */
  readonly all: number;
  /** The best score of the fold so far. */
  readonly best: number | undefined;
}

/** Options of `nestedSearch`. */
export interface NestedSearchOptions extends SplitSettings, Partial<SearchSettings> {
  readonly models: readonly SearchedModel[];
  /** Trials of each outer fold. */
  readonly trials: number;
  /** The time in seconds after which no trial starts, shared evenly by the folds; default no limit. */
  readonly seconds?: number | undefined;
  /** Default: memory. */
  readonly store?: SearchStore | undefined;
  readonly pool: Pool<FoldJobs & TrialJobs>;
  readonly onTrial?: ((progress: SearchProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The space of a search over models and data.
 * @throws {AffektError} as `modelSpace`; `mismatch` for a model that does not take the features.
 */
export function spaceOf(data: SearchData, models: readonly SearchedModel[]): ModelSpace {
  for (const { X } of data) {
    for (const model of models) checkFits(specWith(model, {}), rowShape(X));
  }
  return modelSpace(models, {
    sets: data.map(({ set }) => set.name),
    augmentations: copiesOf(data[0]!).map(({ augmentation }) => augmentationName(augmentation)),
  });
}

/**
 * Searches for good settings of models, nested in a protocol (Cawley & Talbot 2010, https://jmlr.org/papers/v11/cawley10a.html): each outer
 * fold has a search of its own, scored by inner folds of its training speakers only. Its winner, the best trial or an ensemble of trials,
 * is trained on the fold's training side and tested once on its test side, and beside it the best trial and the model without a search. The same options give the same result where there are no more
 * workers than folds.
 * @throws {AffektError} as `spaceOf` and `planSearch`; `interrupted`, when all that was told stays in the store; `bad-data` where no trial of
 * a fold is complete.
 */
export async function nestedSearch(
  data: SearchData,
  options: NestedSearchOptions,
): Promise<SearchResult> {
  const {
    models,
    pool,
    store = memorySearchStore(),
    trials,
    seconds = Infinity,
    onTrial,
  } = options;
  const settings = searchSettings(options);
  checkEnsemble(settings);
  const space = spaceOf(data, models);
  const run = planSearch(data, { ...options, seed: settings.seed });
  const features = shareFeatures(data);
  const parallel = limitOf(pool, (size) => Math.min(run.folds.length, size));
  const turn = atMost(parallel);
  const end = performance.now() + 1000 * seconds;
  const ended = new Map<string, number>();
  let waiting = run.folds.length;
  const folds = await Promise.all(
    run.folds.map((planned) =>
      turn(() =>
        searchFold(planned, {
          ...options,
          data,
          features,
          run,
          space,
          settings,
          store,
          seconds: (end - performance.now()) / 1000 / Math.ceil(waiting-- / parallel.value),
          concurrency: limitOf(pool, (size) => Math.ceil(size / run.folds.length)),
          onTrial: (trial, study) => {
            const fold = planned.fold.name;
            ended.set(fold, study.trials.filter(isFinished).length);
            onTrial?.({
              fold,
              trial,
              finished: [...ended.values()].reduce((sum, count) => sum + count, 0),
              all: trials * run.folds.length,
              best: study.best?.values!["uar"],
            });
          },
        }),
      ),
    ),
  );
  return searchResult(data, { run, folds, models, settings });
}

/** The settings of a search among its options. */
export function searchSettings(given: Partial<SearchSettings>): SearchSettings {
  const { sampler, pruner, objectives, constraints, ensemble, seed } = {
    ...DEFAULT_SEARCH,
    ...given,
  };
  return { sampler, pruner, objectives, constraints, ensemble, seed };
}
