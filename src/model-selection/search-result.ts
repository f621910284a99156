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
import type { SearchData } from "./shared-rows.ts";

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

/** The winner of a fold. */
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
  readonly untuned: { readonly model: string; readonly inner?: number; readonly outer: number };
}

/** The score of what a search finds, for new speakers. Intervals are 95 % ones over speakers. */
export interface OuterResult {
  /** Over the clips of all outer folds, each predicted by the winner of its fold. */
  readonly uar: number;
  readonly interval: Interval;
  /** The same without a search. */
  readonly untuned: { readonly uar: number; readonly interval: Interval };
  /** `uar` less that of `untuned`, on the same clips; `p` by a permutation test over speakers. */
  readonly difference: { readonly uar: number; readonly interval: Interval; readonly p: number };
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
    settings: { seed, sampler, pruner },
  }: {
    readonly run: Run;
    readonly folds: readonly SearchedFold[];
    readonly models: readonly SearchedModel[];
    readonly settings: SearchSettings;
  },
): SearchResult {
  const resultOf = (which: "tuned" | "untuned", settings: Settings): ModelResult => {
    const tested = folds.map(({ fold, outputs }) => ({ fold, output: outputs[which], inner: [] }));
    const candidate = { ...run.candidate, name: which };
    const own = modelResult(data[0]!, [{ ...run, candidate, folds: tested }], { seed, groups: [] });
    return { ...own, set: data.map(({ set }) => set.name).join(" or "), settings };
  };
  const names = models.map(({ name }) => name).join(", ");
  const all = resultOf("tuned", {
    models: names,
    trials: folds.map(({ study }) => study.trials.length),
    sampler: sampler.name,
    pruner: pruner.name,
  });
  const untuned = resultOf("untuned", { models: names });
  const best = folds.map((one, f) => bestOf(one, all.folds[f]!.uar, untuned.folds[f]!.uar));
  const tuned: ModelResult = {
    ...all,
    folds: all.folds.map((fold, f) => ({
      ...fold,
      inner: best[f]!.inner,
      chosen: inWords(best[f]!.params),
    })),
  };
  const comparisons = compareModels([tuned, untuned], seed);
  const { difference, interval, p } = comparisons[0]!;
  return {
    trials: folds.flatMap(({ fold, study }) => trialRecords(fold.name, study.trials)),
    best,
    outer: {
      uar: tuned.uar,
      interval: tuned.interval.uar,
      untuned: { uar: untuned.uar, interval: untuned.interval.uar },
      difference: { uar: difference, interval, p },
    },
    evaluation: {
      version: VERSION,
      date: new Date().toISOString(),
      seed,
      data: summarizeData(data[0]!),
      models: [tuned, untuned],
      comparisons,
      warnings: data[0]!.warnings,
    },
  };
}

function bestOf(
  { fold, winner, tuned, untuned, start }: SearchedFold,
  outer: number,
  without: number,
): FoldBest {
  const inner = winner.values!["uar"]!;
  return {
    fold: fold.name,
    trial: trialId(fold.name, winner.number),
    model: tuned.model,
    set: tuned.set,
    params: winner.params,
    inner,
    outer,
    gap: inner - outer,
    untuned: {
      model: untuned.model,
      ...(start && { inner: start.values!["uar"]! }),
      outer: without,
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
