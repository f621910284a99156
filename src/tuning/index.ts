// The entry `affekt/tuning`: searches for good parameters of anything, in Node and in the browser.

export { AffektError, type ErrorCode } from "../errors.ts";
export { createStudy, type StudyOptions } from "./create-study.ts";
export type { Bounds, Direction, Goals } from "./goals.ts";
export { parameterImportance } from "./importance/parameter-importance.ts";
export type { ActiveTrial, Objective, OptimizeOptions } from "./optimize.ts";
export type { Competition, Decision, Pruner } from "./pruners/pruner.ts";
export type { PrunerSettings } from "./pruners/pruners.ts";
export type { History, Sampler, Suggestion } from "./samplers/sampler.ts";
export type { SamplerSettings } from "./samplers/samplers.ts";
export type { Dimension, Params, Space, Value } from "./space/space.ts";
export { memoryStore, type StoredStudy, type StudyDefinition, type StudyStore } from "./store.ts";
export type { AskOptions, Ending, Outcome, Study } from "./study.ts";
export type { Trial, TrialReport, TrialState } from "./trial.ts";
