/**
 * Search for good parameters of anything, in Node and in the browser.
 *
 * @module affekt/tuning
 */

export { AffektError, type ErrorCode } from "../errors.ts";
export { createStudy, type StudyOptions } from "../tuning/create-study.ts";
export type { Bounds, Direction, Goals } from "../tuning/goals.ts";
export { parameterImportance } from "../tuning/importance/parameter-importance.ts";
export type { ActiveTrial, Objective, OptimizeOptions } from "../tuning/optimize.ts";
export type { Competition, Decision, Pruner } from "../tuning/pruners/pruner.ts";
export type { PrunerSettings } from "../tuning/pruners/pruners.ts";
export type { History, Sampler, Suggestion } from "../tuning/samplers/sampler.ts";
export type { SamplerSettings } from "../tuning/samplers/samplers.ts";
export type { Dimension, Params, Space, Value } from "../tuning/space/space.ts";
export {
  memoryStore,
  type StoredStudy,
  type StudyDefinition,
  type StudyStore,
} from "../tuning/store.ts";
export type { AskOptions, Ending, Outcome, Study } from "../tuning/study.ts";
export type { Trial, TrialReport, TrialState } from "../tuning/trial.ts";
