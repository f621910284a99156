import type { NamedSearch } from "../../model-selection/optuna-journal.ts";
import type { OuterResult } from "../../model-selection/search-result.ts";
import type { Goals } from "../../tuning/goals.ts";
import { placeOf } from "../../tuning/space/scale.ts";
import {
  type CompleteDimension,
  type CompleteSpace,
  isSame,
  type Value,
} from "../../tuning/space/space.ts";
import type { Trial } from "../../tuning/trial.ts";
import type { Winner } from "../tables/study-tables.ts";

/** What the page of a study shows. */
export interface StudyPageData {
  readonly title: string;
  readonly models: readonly string[];
  readonly searches: readonly NamedSearch[];
  readonly best: readonly Winner[];
  readonly outer?: OuterResult | undefined;
  /** Whether trials reported by epoch, not by speaker. */
  readonly hasCurves: boolean;
}

/** A trial of a search, with its score where it is complete. */
export interface PageTrial {
  readonly fold: string;
  readonly trial: Trial;
  /** The UAR in per cent. */
  readonly score: number | undefined;
}

/** All trials of a study. */
export function pageTrials(searches: readonly NamedSearch[]): PageTrial[] {
  return searches.flatMap(({ name, trials }) =>
    trials.map((trial) => {
      const score = trial.values?.["uar"];
      return { fold: name, trial, score: score === undefined ? undefined : 100 * score };
    }),
  );
}

/** The trials that are complete, each with its score. */
export function scored(trials: readonly PageTrial[]): (PageTrial & { readonly score: number })[] {
  return trials.flatMap((one) =>
    one.trial.state === "complete" && one.score !== undefined ? [{ ...one, score: one.score }] : [],
  );
}

/** The space of a study, which is that of each of its searches. */
export function spaceOfStudy(searches: readonly NamedSearch[]): CompleteSpace {
  return searches[0]?.definition.space ?? {};
}

/** The goals of a study. */
export function goalsOfStudy(searches: readonly NamedSearch[]): Goals {
  return searches[0]?.definition ?? { objectives: {}, constraints: {} };
}

/** The place of a value on an axis from 0 to 1. */
export function placeOn(dimension: CompleteDimension, value: Value): number {
  if (dimension.type !== "categorical") return placeOf(dimension, value as number);
  const index = dimension.choices.findIndex((choice) => isSame(choice, value));
  return (index + 0.5) / dimension.choices.length;
}

/** A value as a label. */
export function labelOf(value: Value): string {
  if (typeof value === "number") return String(Number(value.toPrecision(3)));
  return typeof value === "string" ? value : JSON.stringify(value).replaceAll(",", ", ");
}
