import type { PlainError } from "../errors.ts";
import { compareModels } from "../evaluation/compare-models.ts";
import { summarizeData } from "../evaluation/data-summary.ts";
import { modelResult } from "../evaluation/model-result.ts";
import type { Run } from "../evaluation/plan-runs.ts";
import type { EvaluationResult, ModelResult, Settings } from "../evaluation/result.ts";
import type { Interval } from "../metrics/bootstrap.ts";
import type { Params } from "../tuning/space/space.ts";
import type { Trial, TrialReport } from "../tuning/trial.ts";
import { VERSION } from "../version.ts";
import type { SearchedModel } from "./model-space.ts";
import type { SearchedFold } from "./search-fold.ts";
import type { SearchSettings } from "./search-settings.ts";
import type { SearchData } from "./search-clips.ts";

/** A trial of a study. */
export interface TrialRecord {
  /** The fold and the number, such as `1/0`. */
  readonly id: string;
  readonly fold: string;
  readonly number: number;
  /** A trial that is paused counts as running. */
  readonly state: "complete" | "pruned" | "failed" | "running";
  readonly params: Params;
  /** The UAR over the inner folds; absent for a trial that is not complete. */
  readonly score?: number;
  readonly values?: Readonly<Record<string, number>>;
  /** By epoch, or by speaker. */
  readonly reports: readonly TrialReport[];
  readonly seed: number;
  readonly started: string;
  readonly ended?: string;
  readonly seconds: number;
  readonly error?: PlainError;
}

/** The best trial of a fold, and the ensemble where one won. */
export interface FoldBest {
  readonly fold: string;
  /** Its id. */
  readonly trial: string;
  readonly model: string;
  readonly set: string;
  readonly params: Params;
  /** The UAR over the inner folds, by which it was chosen. */
  readonly inner: number;
  /** The UAR on the outer fold. */
  readonly outer: number;
  /** `inner` less `outer`. */
  readonly gap: number;
  /** The ensemble that was chosen instead of it, with the ids of its members; one that is there twice counts twice. */
  readonly ensemble?: {
    readonly trials: readonly string[];
    readonly inner: number;
    readonly outer: number;
    readonly gap: number;
  };
  readonly untuned: { readonly model: string; readonly inner?: number; readonly outer: number };
}

/** A score, and how much it is above that without a search on the same clips; `p` by a permutation test over speakers. */
export interface OuterScore {
  readonly uar: number;
  readonly interval: Interval;
  readonly difference: { readonly uar: number; readonly interval: Interval; readonly p: number };
}

/** The score of what a search finds, for new speakers. Intervals are 95 % ones over speakers. */
export interface OuterResult extends OuterScore {
  /** Over the clips of all outer folds, each predicted by the winner of its fold. */
  readonly uar: number;
  /** The same without a search. */
  readonly untuned: { readonly uar: number; readonly interval: Interval };
  /** The same by the best trials alone, where the winners are ensembles. */
  readonly single?: OuterScore;
}

/** The result of a nested search. */
export interface SearchResult {
  readonly trials: readonly TrialRecord[];
  readonly best: readonly FoldBest[];
  readonly outer: OuterResult;
  /** The tuned and the untuned models as an evaluation. */
  readonly evaluation: EvaluationResult;
}

/** The result of folds whose searches have ended. */
export function searchResult(
  data: SearchData,
  {
    run,
    folds,
    models,
    settings: { seed, sampler, pruner, ensemble },
  }: {
    readonly run: Run;
    readonly folds: readonly SearchedFold[];
    readonly models: readonly SearchedModel[];
    readonly settings: SearchSettings;
  },
): SearchResult {
  const resultOf = (
    name: string,
    which: keyof SearchedFold["outputs"],
    settings: Settings,
  ): ModelResult => {
    const tested = folds.map(({ fold, outputs }) => ({ fold, output: outputs[which], inner: [] }));
    const candidate = { ...run.candidate, name };
    const own = modelResult(data[0]!, [{ ...run, candidate, folds: tested }], { seed, groups: [] });
    return { ...own, set: data.map(({ set }) => set.name).join(" or "), settings };
  };
  const names = models.map(({ name }) => name).join(", ");
  const search = {
    models: names,
    trials: folds.map(({ study }) => study.trials.length),
    sampler: sampler.name,
    pruner: pruner.name,
  };
  const hasEnsembles = folds.some((one) => one.ensemble !== undefined);
  const winners = resultOf("tuned", "winner", { ...search, ...(hasEnsembles && { ensemble }) });
  const single = hasEnsembles ? resultOf("best trial", "trial", search) : winners;
  const untuned = resultOf("untuned", "untuned", { models: names });
  const best = folds.map((one, f) =>
    bestOf(one, {
      winner: winners.folds[f]!.uar,
      trial: single.folds[f]!.uar,
      untuned: untuned.folds[f]!.uar,
    }),
  );
  const tuned: ModelResult = {
    ...winners,
    folds: winners.folds.map((fold, f) => ({
      ...fold,
      inner: best[f]!.ensemble?.inner ?? best[f]!.inner,
      chosen: best[f]!.ensemble?.trials.join(", ") ?? inWords(best[f]!.params),
    })),
  };
  const evaluated = hasEnsembles ? [tuned, single, untuned] : [tuned, untuned];
  const comparisons = compareModels(evaluated, seed);
  const scoreOf = ({ model, uar, interval: own }: ModelResult): OuterScore => {
    const { difference, interval, p } = comparisons.find(
      ({ first, second }) => first === model && second === untuned.model,
    )!;
    return { uar, interval: own.uar, difference: { uar: difference, interval, p } };
  };
  return {
    trials: folds.flatMap(({ fold, study }) => trialRecords(fold.name, study.trials)),
    best,
    outer: {
      ...scoreOf(tuned),
      untuned: { uar: untuned.uar, interval: untuned.interval.uar },
      ...(hasEnsembles && { single: scoreOf(single) }),
    },
    evaluation: {
      version: VERSION,
      date: new Date().toISOString(),
      seed,
      data: summarizeData(data[0]!),
      models: evaluated,
      comparisons,
      warnings: data[0]!.warnings,
    },
  };
}

function bestOf(
  { fold, best, tuned, untuned, start, ensemble }: SearchedFold,
  outer: Readonly<Record<keyof SearchedFold["outputs"], number>>,
): FoldBest {
  const inner = best.values!["uar"]!;
  return {
    fold: fold.name,
    trial: trialId(fold.name, best.number),
    model: tuned.model,
    set: tuned.set,
    params: best.params,
    inner,
    outer: outer.trial,
    gap: inner - outer.trial,
    ...(ensemble && {
      ensemble: {
        trials: ensemble.trials.map(({ number }) => trialId(fold.name, number)),
        inner: ensemble.uar,
        outer: outer.winner,
        gap: ensemble.uar - outer.winner,
      },
    }),
    untuned: {
      model: untuned.model,
      ...(start && { inner: start.values!["uar"]! }),
      outer: outer.untuned,
    },
  };
}

/** Parameters as one line. */
export function inWords(params: Params): string {
  return Object.entries(params)
    .map(
      ([name, value]) =>
        `${name} ${typeof value === "number" ? Number(value.toPrecision(3)) : JSON.stringify(value).replaceAll('"', "")}`,
    )
    .join(", ");
}

/** The trials of a fold's search as they are told. */
export function trialRecords(fold: string, trials: readonly Trial[]): TrialRecord[] {
  return trials.map(({ number, state, params, values, reports, seed, started, ...trial }) => ({
    id: trialId(fold, number),
    fold,
    number,
    state: state === "paused" ? "running" : state,
    params,
    ...(values?.["uar"] !== undefined && { score: values["uar"] }),
    ...(values && { values }),
    reports,
    seed,
    started,
    ...(trial.ended !== undefined && { ended: trial.ended }),
    seconds: trial.seconds,
    ...(trial.error && { error: trial.error }),
  }));
}

function trialId(fold: string, number: number): string {
  return `${fold}/${number}`;
}
