import { AffektError } from "../errors.ts";
import { cropsOf, ensemble } from "../models/model-spec.ts";
import type { Study } from "../tuning/study.ts";
import type { Trial } from "../tuning/trial.ts";
import { chooseEnsemble, type EnsembleOfTrials } from "./choose-ensemble.ts";
import type { ModelSpace, TrialModel } from "./model-space.ts";
import type { SearchSettings } from "./search-settings.ts";
import { predictionsOf, type SearchStore } from "./search-store.ts";
import type { TrialFold } from "./trial-input.ts";

/** An ensemble of trials, and its model. */
export interface EnsembleWinner extends EnsembleOfTrials {
  readonly model: TrialModel;
}

/** Options of `searchEnsemble`. */
export interface SearchEnsembleOptions {
  /** The name of the search. */
  readonly name: string;
  readonly best: Trial;
  readonly space: ModelSpace;
  readonly store: SearchStore;
  readonly settings: SearchSettings;
  /** The inner folds, and the emotion of each clip. */
  readonly folds: readonly Pick<TrialFold, "test">[];
  readonly y: readonly string[];
}

/** The ensemble of a search's best trial and others on the same features and copies; undefined where none is asked for or there are no others. */
export function searchEnsemble(
  { trials, goals }: Study,
  { name, best, space, store, settings, folds, y }: SearchEnsembleOptions,
): EnsembleWinner | undefined {
  if (settings.ensemble < 2) return undefined;
  const first = space.modelOf(best.params);
  const fits = ({ set, augmentation, spec }: TrialModel): boolean =>
    set === first.set &&
    augmentation === first.augmentation &&
    JSON.stringify(cropsOf(spec)) === JSON.stringify(cropsOf(first.spec));
  const chosen = chooseEnsemble({
    candidates: [best, ...trials.filter((trial) => trial !== best)]
      .filter(({ state, params }) => state === "complete" && fits(space.modelOf(params)))
      .flatMap((trial) => {
        const predictions = predictionsOf(store, { search: name, number: trial.number });
        return predictions === undefined ? [] : [{ trial, predictions }];
      }),
    truth: folds.map(({ test }) => test.map((i) => y[i]!)),
    size: settings.ensemble,
    goals,
  });
  return (
    chosen && {
      ...chosen,
      model: {
        ...first,
        spec: ensemble(chosen.trials.map(({ params }) => space.modelOf(params).spec)),
      },
    }
  );
}

/** @throws {AffektError} `invalid-argument` for ensembles of trials that are not compared by their UAR in the first place. */
export function checkEnsemble({ ensemble: size, objectives }: SearchSettings): void {
  if (size < 2 || Object.keys(objectives)[0] === "uar") return;
  throw new AffektError(
    "invalid-argument",
    `ensemble: an ensemble is chosen by its UAR, so uar must be the first objective, got ${Object.keys(objectives).join(", ")}`,
  );
}
