import type { Bounds, Direction } from "../tuning/goals.ts";
import type { PrunerSettings } from "../tuning/pruners/pruners.ts";
import type { SamplerSettings } from "../tuning/samplers/samplers.ts";

/**
 * Values of trials, which can be objectives and constraints: the UAR over inner folds, the number of parameters and the bytes of a network,
 * and the seconds that the prediction of a clip takes.
 */
export const TRIAL_VALUES = ["uar", "parameters", "bytes", "predictionSeconds"] as const;

/** The name of a value of trials. */
export type TrialValue = (typeof TRIAL_VALUES)[number];

/** Settings of a search. */
export interface SearchSettings {
  readonly sampler: SamplerSettings;
  readonly pruner: PrunerSettings;
  /** The first one chooses the winner. */
  readonly objectives: Readonly<Partial<Record<TrialValue, Direction>>>;
  readonly constraints: Readonly<Partial<Record<TrialValue, Bounds>>>;
  /** The most members of the ensemble of trials that wins; 1 for the best trial alone. */
  readonly ensemble: number;
  /** Of the search, of splits and of trainings. */
  readonly seed: number;
}

/** The settings of a search that asks for nothing special. */
export const DEFAULT_SEARCH: SearchSettings = {
  sampler: { name: "tpe" },
  pruner: { name: "none" },
  objectives: { uar: "maximize" },
  constraints: {},
  ensemble: 1,
  seed: 0,
};

/** The most epochs at which trials are scored. */
const LAST_LEVEL = 10_000;

/**
 * The epochs at which trials are scored for a pruner that compares them at the same epoch; undefined for one that compares them over
 * speakers.
 */
export function levelsOf(pruner: PrunerSettings): readonly number[] | undefined {
  if (pruner.name === "median") return powers(5, 2);
  if (pruner.name !== "asha") return undefined;
  return powers(pruner.minStep ?? 1, pruner.reductionFactor ?? 3);
}

function powers(first: number, factor: number): number[] {
  const levels: number[] = [];
  for (let level = first; level <= LAST_LEVEL; level *= factor) levels.push(level);
  return levels;
}
